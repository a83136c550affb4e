"""What the sandbox remembers: accounts, connections, counters, greylisted pairs and the mailbox of what it received.

Safe to ask and change from any thread: the SMTP servers, the control port and tests share one world.
"""

import itertools
import threading
import time
from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from delivery.sandbox.account import Account, demo_accounts
from delivery.sandbox.knobs import Knobs, turned
from delivery.sandbox.provider import PROVIDERS, WORKING, Behaviour, Provider, load_provider, recipient_word
from delivery.sandbox.received import Received


class World:
    """The state of one sandbox; `clock` is monotonic seconds, passed in so that tests can turn it."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.knobs = Knobs()
        self._lock = threading.RLock()
        self._numbers = itertools.count(1)
        self._accounts = {(account.provider, account.username.lower()): account for account in demo_accounts()}
        self._counters: dict[str, dict[str, int]] = {name: {} for name in PROVIDERS}
        self._greylisted: dict[tuple[str, str], float] = {}
        self._mailbox: list[Received] = []

    def number(self) -> int:
        """A number never given before."""
        return next(self._numbers)

    # What the conversation asks and tells

    def account(self, provider: str, username: str) -> Account | None:
        """The account of this name at this provider."""
        return self._accounts.get((provider, username.lower()))

    def log_in(self, provider: Provider, username: str, secret: str, mechanism: str) -> tuple[Account | None, str]:
        """Judge a login: the account and "logged_in", or None and the name of the refusal: a reply or a mode."""
        with self._lock:
            account = self.account(provider.name, username)
            if account is None:
                self.count(provider.name, "refused_logins")
                return None, "token_rejected" if mechanism == "XOAUTH2" else "wrong_password"
            account.logins_at.append(self.clock())
            refusal = self._login_refusal(provider, account, secret, mechanism)
            self.count(provider.name, "refused_logins" if refusal else "logins", account)
            return (None, refusal) if refusal else (account, "logged_in")

    def _login_refusal(self, provider: Provider, account: Account, secret: str, mechanism: str) -> str:
        fault = provider.modes.get(account.mode)
        if fault is not None and fault.at == "login":
            return account.mode
        limit = provider.logins_per_minute
        if limit and account.within_minute(account.logins_at, self.clock()) > limit:
            return "too_many_logins"
        if mechanism == "XOAUTH2":
            return "" if secret and secret == account.token else "token_rejected"
        if secret.replace(" ", "") == account.password:
            account.wrong_passwords = 0
            return ""
        if account.web_password and secret == account.web_password:
            return "app_password_required"
        account.wrong_passwords += 1
        if provider.lock_after and account.wrong_passwords >= provider.lock_after:
            account.mode = "account-locked"
        return "wrong_password"

    def connected(self, account: Account, connection: int) -> None:
        """A connection logged in to this account."""
        with self._lock:
            account.connections.append(connection)
            account.peak_connections = max(account.peak_connections, len(account.connections))

    def disconnected(self, account: Account | None, connection: int) -> None:
        """A connection ended."""
        with self._lock:
            if account is not None and connection in account.connections:
                account.connections.remove(connection)

    def is_over_limit(self, provider: Provider, account: Account | None, connection: int) -> bool:
        """Whether this connection is one more than the account may have: the first to log in keep their places."""
        with self._lock:
            limit = provider.max_connections
            return bool(limit and account is not None and connection not in account.connections[:limit])

    def is_throttled(self, provider: Provider, account: Account | None) -> bool:
        """Whether the account has used up this minute's messages."""
        with self._lock:
            limit = provider.per_minute if self.knobs.per_minute is None else self.knobs.per_minute
            if not limit or account is None:
                return False
            return account.within_minute(account.accepted_at, self.clock()) >= limit

    def fault(self, provider: Provider, account: Account | None, recipients: list[str], at: str) -> Behaviour | None:
        """What is played at this stage: the account's mode before the recipients' words."""
        mode = provider.modes.get(account.mode) if account is not None else None
        if mode is not None and mode.at == at:
            return mode
        told = (provider.recipients.get(recipient_word(recipient)) for recipient in recipients)
        return next((behaviour for behaviour in told if behaviour is not None and behaviour.at == at), None)

    def greylist_wait(self, sender: str, recipient: str) -> float:
        """Seconds this pair has still to wait; 0 when it has waited since its first try."""
        with self._lock:
            now = self.clock()
            first = self._greylisted.setdefault((sender.lower(), recipient.lower()), now)
            return max(0.0, first + self.knobs.greylist_seconds - now)

    def receive(self, account: Account | None, received: Received) -> None:
        """Put a message into the mailbox."""
        with self._lock:
            self._mailbox.append(received)
            self.count(received.provider, "accepted", account)
            if account is not None:
                account.accepted_at.append(self.clock())

    def count(self, provider: str, what: str, account: Account | None = None) -> None:
        """Add one to a counter of the provider, and of the account where there is one."""
        with self._lock:
            self._counters[provider][what] = self._counters[provider].get(what, 0) + 1
            if account is not None:
                account.count(what)

    # What the control port and tests ask and change

    def accounts(self) -> list[dict[str, Any]]:
        """All accounts, with their modes and counters."""
        with self._lock:
            return [account.described() for account in self._accounts.values()]

    def add_account(self, provider: str, username: str, password: str) -> dict[str, Any]:
        """Open an account, or give an existing one this password."""
        load_provider(provider)
        with self._lock:
            account = self._accounts.setdefault(
                (provider, username.lower()), Account(provider=provider, username=username, password=password)
            )
            account.password = password
            return account.described()

    def set_mode(self, username: str, mode: str) -> list[dict[str, Any]]:
        """Break or mend every account of this name; ValueError for an unknown account or mode."""
        with self._lock:
            accounts = [account for account in self._accounts.values() if account.username.lower() == username.lower()]
            if not accounts:
                raise ValueError(f"no account {username}")
            for account in accounts:
                self._check_mode(account.provider, mode)
            for account in accounts:
                account.mode, account.wrong_passwords = mode, 0
            return [account.described() for account in accounts]

    def set_provider_mode(self, provider: str, mode: str) -> list[dict[str, Any]]:
        """Break or mend all accounts of a provider at once, as when a whole tenant is switched off."""
        self._check_mode(provider, mode)
        with self._lock:
            accounts = [account for account in self._accounts.values() if account.provider == provider]
            for account in accounts:
                account.mode, account.wrong_passwords = mode, 0
            return [account.described() for account in accounts]

    def modes(self) -> dict[str, list[str]]:
        """The modes an account can have, by provider."""
        return {name: [WORKING, *sorted(load_provider(name).modes)] for name in PROVIDERS}

    def _check_mode(self, provider: str, mode: str) -> None:
        if mode not in self.modes().get(provider, []):
            raise ValueError(f"{provider} has no mode {mode}")

    def turn(self, **wanted: Any) -> dict[str, Any]:
        """Turn knobs and answer with all; ValueError for an unknown one or a value of another kind."""
        with self._lock:
            self.knobs = turned(self.knobs, wanted)
            return asdict(self.knobs)

    def mailbox(self, *, recipient: str = "", message_id: str = "", after: int = 0) -> list[Received]:
        """What was received, in order; narrowed to a recipient, a Message-ID, or what came after an id."""
        with self._lock:
            return [
                received
                for received in self._mailbox
                if received.id > after
                and (not recipient or received.recipient.lower() == recipient.lower())
                and (not message_id or received.message_id == message_id)
            ]

    def counters(self) -> dict[str, dict[str, int]]:
        """All counters, by provider."""
        with self._lock:
            return {name: dict(counters) for name, counters in self._counters.items()}

    def reset(self, *, modes: bool = True) -> None:
        """Forget mail, counters, greylisting and knobs; with `modes`, mend all accounts too. Connections stay."""
        with self._lock:
            self._mailbox.clear()
            self._greylisted.clear()
            self.knobs = Knobs()
            for counters in self._counters.values():
                counters.clear()
            for account in self._accounts.values():
                account.forget()
                if modes:
                    account.mode = WORKING
