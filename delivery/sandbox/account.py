"""The sandbox's accounts: demo words for passwords, and a record of what each was used for."""

from collections import deque
from dataclasses import dataclass, field
from typing import Any

from delivery.sandbox.provider import WORKING


@dataclass(kw_only=True)
class Account:
    """One mailbox that can log in; only the world changes it."""

    provider: str
    username: str
    password: str
    #: Gmail: the password of the web login, which SMTP refuses with "app password required".
    web_password: str = ""
    token: str = ""
    #: Other addresses the account may send as.
    may_send_as: tuple[str, ...] = ()
    mode: str = WORKING
    wrong_passwords: int = 0
    #: The ids of its open connections, in the order of their login.
    connections: list[int] = field(default_factory=list)
    peak_connections: int = 0
    counters: dict[str, int] = field(default_factory=dict)
    #: When the last messages were accepted and the last logins made, on the world's clock.
    accepted_at: deque[float] = field(default_factory=lambda: deque(maxlen=10_000))
    logins_at: deque[float] = field(default_factory=lambda: deque(maxlen=10_000))

    def count(self, what: str) -> None:
        """Add one to a counter."""
        self.counters[what] = self.counters.get(what, 0) + 1

    def within_minute(self, moments: deque[float], now: float) -> int:
        """How many of these moments lie within the last minute."""
        return sum(1 for moment in moments if moment > now - 60)

    def forget(self) -> None:
        """Be as new, but keep the open connections."""
        self.wrong_passwords = 0
        self.peak_connections = len(self.connections)
        self.counters.clear()
        self.accepted_at.clear()
        self.logins_at.clear()

    def described(self) -> dict[str, Any]:
        """The account as JSON; the passwords are demo words and shown on purpose."""
        return {
            "provider": self.provider,
            "username": self.username,
            "password": self.password,
            "token": self.token,
            "mode": self.mode,
            "connections": len(self.connections),
            "peak_connections": self.peak_connections,
            "counters": dict(self.counters),
        }


def demo_accounts() -> list[Account]:
    """The accounts every sandbox starts with."""
    return [
        Account(
            provider="office365", username="invoices@example.com", password="orange-harbour", token="invoices-token"
        ),
        Account(provider="office365", username="alerts@example.com", password="quiet-window", token="alerts-token"),
        Account(provider="office365", username="orders@example.com", password="paper-lantern", token="orders-token"),
        Account(
            provider="gmail",
            username="shop@example.org",
            password="sandboxapppasswd",
            web_password="green-bicycle",
            token="shop-token",
        ),
        Account(provider="company", username="noreply@example.net", password="stone-bridge"),
        Account(provider="company", username="support@example.net", password="river-market"),
    ]
