"""One SMTP conversation from the server's side: RFC 5321 in a provider's own words, with the world's faults."""

import asyncio
import base64
import binascii
import contextlib
import re
import ssl
from dataclasses import dataclass, field

from delivery.sandbox.account import Account
from delivery.sandbox.message import read_message
from delivery.sandbox.provider import Behaviour, Provider
from delivery.sandbox.words import Words
from delivery.sandbox.world import World
from diagnostics.vocabulary import Security

_ADDRESS = re.compile(r"(?:FROM|TO):\s*<([^<>]*)>\s*(.*)", re.IGNORECASE)
_FREEZE_POLL = 0.02


class _Gone(Exception):
    """The conversation is over."""


@dataclass(kw_only=True)
class _Transaction:
    sender: str
    recipients: list[str] = field(default_factory=list)


class Conversation:
    """Serves one connection until it ends."""

    def __init__(
        self,
        world: World,
        provider: Provider,
        security: Security,
        tls: ssl.SSLContext | None,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
    ) -> None:
        self._world = world
        self._provider = provider
        self._security = security
        self._tls = tls
        self._reader = reader
        self._writer = writer
        self._id = world.number()
        self._words = Words(provider, self._id, writer.get_extra_info("peername")[0])
        self._encrypted = security == "implicit"
        self._account: Account | None = None
        self._refusal = ""
        self._transaction: _Transaction | None = None
        self._accepted = 0

    async def serve(self) -> None:
        """Talk until the client has gone or is shown the door."""
        self._world.count(self._provider.name, "connections")
        try:
            await self._say("greeting")
            while True:
                await self._obey(await self._line())
        except (_Gone, ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.LimitOverrunError):
            pass
        finally:
            self._world.disconnected(self._account, self._id)
            self._writer.close()
            with contextlib.suppress(OSError, ssl.SSLError):
                await self._writer.wait_closed()

    async def _obey(self, line: str) -> None:
        verb, _, argument = line.partition(" ")
        match verb.upper():
            case "EHLO":
                await self._hello()
            case "HELO":
                await self._write(self._words.fill("250 " + self._provider.server))
            case "STARTTLS" if self._security == "starttls" and not self._encrypted:
                await self._start_tls()
            case "AUTH":
                await self._auth(argument)
            case "MAIL":
                await self._mail(argument)
            case "RCPT":
                await self._rcpt(argument)
            case "DATA":
                await self._data()
            case "RSET":
                self._transaction = None
                await self._say("reset")
            case "NOOP":
                await self._say("noop")
            case "QUIT":
                await self._say("quit")
                raise _Gone
            case _:
                await self._say("unknown_command", command=verb[:40])

    async def _hello(self) -> None:
        offered = [f"SIZE {self._provider.max_size}", *self._provider.capabilities]
        if self._security == "starttls" and not self._encrypted:
            offered.append("STARTTLS")
        if self._may_log_in():
            offered.append("AUTH " + " ".join(self._provider.mechanisms))
        lines = [self._words.fill(self._provider.replies["hello"])[0], *offered]
        await self._write([f"250-{line}" for line in lines[:-1]] + [f"250 {lines[-1]}"])

    async def _start_tls(self) -> None:
        assert self._tls is not None
        await self._say("start_tls")
        await self._writer.start_tls(self._tls)
        self._encrypted = True

    def _may_log_in(self) -> bool:
        return self._encrypted or self._security == "none"

    async def _auth(self, argument: str) -> None:
        mechanism, _, initial = argument.partition(" ")
        mechanism = mechanism.upper()
        if not self._may_log_in():
            await self._say("login_before_tls")
        elif self._account is not None:
            await self._say("bad_sequence")
        elif mechanism not in self._provider.mechanisms:
            await self._say("unknown_mechanism")
        else:
            username, secret = await self._credentials(mechanism, initial)
            await self._judge_login(username, secret, mechanism)

    async def _credentials(self, mechanism: str, initial: str) -> tuple[str, str]:
        if mechanism == "LOGIN":
            username = _decoded(initial or await self._ask("334 VXNlcm5hbWU6"))
            return username, _decoded(await self._ask("334 UGFzc3dvcmQ6"))
        response = _decoded(initial or await self._ask("334 "))
        if mechanism == "PLAIN":
            _, username, secret = (response.split("\0") + ["", "", ""])[:3]
            return username, secret
        parts = dict(part.partition("=")[::2] for part in response.split("\x01"))
        return parts.get("user", ""), parts.get("auth", "").removeprefix("Bearer ")

    async def _judge_login(self, username: str, secret: str, mechanism: str) -> None:
        account, verdict = self._world.log_in(self._provider, username, secret, mechanism)
        if verdict == "token_rejected" and "token_challenge" in self._provider.replies:
            await self._ask(self._provider.replies["token_challenge"])
        fault = self._provider.modes.get(verdict)
        lines = self._words.fill(fault.reply if fault else self._provider.replies[verdict])
        if account is None:
            self._refusal = lines[0]
        else:
            self._account = account
            self._world.connected(account, self._id)
        await self._write(lines)

    async def _mail(self, argument: str) -> None:
        found = _ADDRESS.fullmatch(argument)
        if found is None:
            await self._say("bad_syntax")
        elif self._security == "starttls" and not self._encrypted:
            await self._say("tls_first")
        elif self._account is None and self._provider.login_required and self._security != "none":
            after_refusal = self._refusal and "login_first_after_refusal" in self._provider.replies
            await self._say("login_first_after_refusal" if after_refusal else "login_first", refusal=self._refusal)
        elif _size(found[2]) > self._provider.max_size:
            await self._refuse("too_large")
        else:
            self._transaction = _Transaction(sender=found[1])
            fault = self._world.fault(self._provider, self._account, [], "mail-from")
            if fault is not None and fault.action == "goodbye" and self._accepted < self._world.knobs.close_after:
                fault = None
            if fault is not None and await self._play(fault):
                self._transaction = None
            else:
                await self._say("mail")

    async def _rcpt(self, argument: str) -> None:
        found = _ADDRESS.fullmatch(argument)
        if self._transaction is None:
            await self._say("bad_sequence")
        elif found is None or not found[1]:
            await self._say("bad_syntax")
        else:
            fault = self._world.fault(self._provider, self._account, [found[1]], "rcpt-to")
            if fault is None or not await self._play(fault, recipient=found[1]):
                self._transaction.recipients.append(found[1])
                await self._say("rcpt")

    async def _data(self) -> None:
        if self._transaction is None:
            await self._say("bad_sequence")
            return
        if not self._transaction.recipients:
            await self._say("no_recipients")
            return
        transaction, self._transaction = self._transaction, None
        await self._say("data")
        fault = self._world.fault(self._provider, self._account, transaction.recipients, "body")
        content = await self._body(stop_early=fault is not None and fault.action == "drop")
        await self._judge_message(transaction, content, fault)

    async def _judge_message(self, transaction: _Transaction, content: bytes, fault: Behaviour | None) -> None:
        message = read_message(content)
        sender = message.from_address or transaction.sender
        if len(content) > self._provider.max_size:
            await self._refuse("too_large")
        elif self._world.is_over_limit(self._provider, self._account, self._id):
            await self._refuse("too_many_connections")
        elif fault is not None and fault.action == "refuse":
            await self._play(fault, sender=sender)
        elif not self._may_send_as(sender):
            await self._refuse("send_as_denied", sender=sender)
        else:
            if self._world.is_throttled(self._provider, self._account):
                self._world.count(self._provider.name, "throttled", self._account)
                await asyncio.sleep(self._world.knobs.throttle_seconds)
            answered = fault is None or fault.action != "vanish"
            for recipient in transaction.recipients:
                received = message.received(
                    id=self._world.number(),
                    provider=self._provider.name,
                    login=self._account.username if self._account else None,
                    sender=transaction.sender,
                    recipient=recipient,
                    answered=answered,
                )
                self._world.receive(self._account, received)
            if fault is not None:
                await self._play(fault)
            self._accepted += 1
            await self._say("accepted", message_id=message.message_id)

    def _may_send_as(self, sender: str) -> bool:
        account = self._account
        if account is None or not self._provider.sender_must_be_login:
            return True
        return sender.lower() in (account.username.lower(), *(alias.lower() for alias in account.may_send_as))

    async def _play(self, fault: Behaviour, recipient: str = "", sender: str = "") -> bool:
        """Play a fault; True when the command was refused by it."""
        knobs, sender = self._world.knobs, sender or (self._transaction.sender if self._transaction else "")
        match fault.action:
            case "greylist":
                wait = self._world.greylist_wait(sender, recipient)
                if wait > 0:
                    await self._refuse("greylisted", recipient=recipient, seconds=str(round(wait) or 1))
                return wait > 0
            case "slow":
                await asyncio.sleep(knobs.slow_seconds)
            case "late":
                await asyncio.sleep(knobs.late_seconds)
            case "silence":
                # Neither answers nor hangs up, until the client loses patience.
                while await self._reader.read(65_536):
                    pass
                raise _Gone
            case "drop" | "vanish":
                self._world.count(self._provider.name, "dropped", self._account)
                self._writer.transport.abort()
                raise _Gone
            case "goodbye":
                await self._refuse("goodbye")
                raise _Gone
            case _:
                login = self._account.username if self._account else ""
                self._world.count(self._provider.name, "refused", self._account)
                await self._write(self._words.fill(fault.reply, recipient=recipient, sender=sender, login=login))
                return True
        return False

    async def _body(self, *, stop_early: bool) -> bytes:
        """The message without its dot-stuffing; a fault may stop reading in its middle."""
        lines: list[bytes] = []
        while (line := await self._reader.readuntil(b"\n")) != b".\r\n":
            if stop_early:
                await self._play(Behaviour(at="body", action="drop"))
            lines.append(line[1:] if line.startswith(b".") else line)
        if stop_early:
            await self._play(Behaviour(at="body", action="drop"))
        return b"".join(lines)

    async def _line(self) -> str:
        return (await self._reader.readuntil(b"\n")).rstrip(b"\r\n").decode(errors="replace")

    async def _ask(self, question: str) -> str:
        await self._write([question])
        return await self._line()

    async def _refuse(self, reply: str, **more: str) -> None:
        self._world.count(self._provider.name, "refused", self._account)
        await self._say(reply, **more)

    async def _say(self, reply: str, **more: str) -> None:
        login = self._account.username if self._account else ""
        await self._write(self._words.fill(self._provider.replies[reply], **{"login": login, **more}))

    async def _write(self, lines: list[str]) -> None:
        while self._world.knobs.frozen:
            await asyncio.sleep(_FREEZE_POLL)
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self._writer.drain()


def _decoded(word: str) -> str:
    try:
        return base64.b64decode(word, validate=True).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""


def _size(parameters: str) -> int:
    found = re.search(r"\bSIZE=([0-9]{1,18})\b", parameters, re.IGNORECASE)
    return int(found[1]) if found else 0
