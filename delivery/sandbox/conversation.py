"""One SMTP conversation from the server's side: RFC 5321 in a provider's own words, with the world's faults."""

import asyncio
import re
import ssl
from dataclasses import dataclass, field

from delivery.sandbox.account import Account
from delivery.sandbox.authentication import read_credentials
from delivery.sandbox.channel import GONE, Channel, ConversationOverError
from delivery.sandbox.message import read_message
from delivery.sandbox.playing import Scene, play
from delivery.sandbox.provider import Behaviour, Provider
from delivery.sandbox.world import World
from diagnostics.vocabulary import Security, Stage

_ADDRESS = re.compile(r"(?:FROM|TO):\s*<([^<>]*)>\s*(.*)", re.IGNORECASE)
_SIZE = re.compile(r"\bSIZE=([0-9]{1,18})\b", re.IGNORECASE)


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
        self._number = world.number()
        self._channel = Channel(world, provider, self._number, reader, writer)
        self._encrypted = security == "implicit"
        self._account: Account | None = None
        self._refused_login = ""
        self._transaction: _Transaction | None = None
        self._accepted = 0

    async def serve(self) -> None:
        """Talk until the client has gone or is shown the door."""
        self._world.count(self._provider.name, "connections")
        try:
            await self._channel.say("greeting")
            while True:
                await self._obey(await self._channel.line())
        except (ConversationOverError, *GONE):
            pass
        finally:
            self._world.disconnected(self._account, self._number)
            await self._channel.close()

    async def _obey(self, line: str) -> None:
        verb, _, argument = line.partition(" ")
        match verb.upper():
            case "EHLO":
                await self._hello()
            case "HELO":
                await self._channel.write(self._channel.filled("250 {server}"))
            case "STARTTLS" if self._tls is not None and self._security == "starttls" and not self._encrypted:
                await self._channel.say("start_tls")
                await self._channel.start_tls(self._tls)
                self._encrypted = True
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
                await self._channel.say("reset")
            case "NOOP":
                await self._channel.say("noop")
            case "QUIT":
                # Freed before it is answered: who reads the answer may come back at once.
                self._world.disconnected(self._account, self._number)
                await self._channel.say("quit")
                raise ConversationOverError
            case _:
                await self._channel.say("unknown_command", command=verb[:40])

    async def _hello(self) -> None:
        offered = [f"SIZE {self._provider.max_size}", *self._provider.capabilities]
        if self._security == "starttls" and not self._encrypted:
            offered.append("STARTTLS")
        if self._may_log_in():
            offered.append("AUTH " + " ".join(self._provider.mechanisms))
        lines = [*self._channel.filled(self._provider.replies["hello"]), *offered]
        await self._channel.write([f"250-{line}" for line in lines[:-1]] + [f"250 {lines[-1]}"])

    def _may_log_in(self) -> bool:
        return self._encrypted or self._security == "none"

    async def _auth(self, argument: str) -> None:
        mechanism, _, initial = argument.partition(" ")
        mechanism = mechanism.upper()
        if not self._may_log_in():
            await self._channel.say("login_before_tls")
        elif self._account is not None:
            await self._channel.say("bad_sequence")
        elif mechanism not in self._provider.mechanisms:
            await self._channel.say("unknown_mechanism")
        else:
            username, secret = await read_credentials(mechanism, initial, self._channel.ask)
            await self._judge_login(username, secret, mechanism)

    async def _judge_login(self, username: str, secret: str, mechanism: str) -> None:
        account, verdict = self._world.log_in(self._provider, username, secret, mechanism)
        if verdict == "token_rejected" and "token_challenge" in self._provider.replies:
            await self._channel.ask(self._provider.replies["token_challenge"])
        fault = self._provider.modes.get(verdict)
        lines = self._channel.filled(fault.reply if fault else self._provider.replies[verdict])
        if account is None:
            self._refused_login = lines[0]
        else:
            self._account = account
            self._world.connected(account, self._number)
        await self._channel.write(lines)

    async def _mail(self, argument: str) -> None:
        found = _ADDRESS.fullmatch(argument)
        if found is None:
            await self._channel.say("bad_syntax")
        elif self._security == "starttls" and not self._encrypted:
            await self._channel.say("tls_first")
        elif self._account is None and self._provider.login_required and self._security != "none":
            repeated = self._refused_login and "login_first_after_refusal" in self._provider.replies
            await self._channel.say(
                "login_first_after_refusal" if repeated else "login_first", refusal=self._refused_login
            )
        elif (size := _SIZE.search(found[2])) is not None and int(size[1]) > self._provider.max_size:
            await self._scene(found[1]).refuse(self._provider.replies["too_large"])
        elif not await self._refused_by_fault("mail-from", sender=found[1]):
            self._transaction = _Transaction(sender=found[1])
            await self._channel.say("mail")

    async def _rcpt(self, argument: str) -> None:
        found = _ADDRESS.fullmatch(argument)
        if self._transaction is None:
            await self._channel.say("bad_sequence")
        elif found is None or not found[1]:
            await self._channel.say("bad_syntax")
        elif not await self._refused_by_fault("rcpt-to", sender=self._transaction.sender, recipient=found[1]):
            self._transaction.recipients.append(found[1])
            await self._channel.say("rcpt")

    async def _data(self) -> None:
        if self._transaction is None:
            await self._channel.say("bad_sequence")
        elif not self._transaction.recipients:
            await self._channel.say("no_recipients")
        else:
            transaction, self._transaction = self._transaction, None
            await self._channel.say("data")
            fault = self._world.fault(self._provider, self._account, transaction.recipients, "body")
            if fault is not None and fault.action == "drop":
                await self._channel.line()
                await play(fault, self._scene(transaction.sender))
            await self._judge_message(transaction, await self._channel.message(), fault)

    async def _judge_message(self, transaction: _Transaction, content: bytes, fault: Behaviour | None) -> None:
        sender = read_message(content).from_address or transaction.sender
        scene, replies = self._scene(sender, transaction.recipients[0]), self._provider.replies
        if len(content) > self._provider.max_size:
            await scene.refuse(replies["too_large"])
        elif self._world.is_over_limit(self._provider, self._account, self._number):
            await scene.refuse(replies["too_many_connections"])
        elif fault is not None and fault.action == "refuse":
            await play(fault, scene)
        elif not self._may_send_as(sender):
            await scene.refuse(replies["send_as_denied"])
        else:
            await self._take(transaction, content, fault)

    async def _take(self, transaction: _Transaction, content: bytes, fault: Behaviour | None) -> None:
        """Put the message into the mailbox, and then answer, late or not at all."""
        if self._world.is_throttled(self._provider, self._account):
            self._world.count(self._provider.name, "throttled", self._account)
            await self._channel.pause(self._world.knobs.throttle_seconds)
        message = read_message(content)
        for recipient in transaction.recipients:
            received = message.received(
                number=self._world.number(),
                provider=self._provider.name,
                login=self._account.username if self._account else None,
                sender=transaction.sender,
                recipient=recipient,
                answered=fault is None or fault.action != "vanish",
            )
            self._world.receive(self._account, received)
        self._accepted += 1
        if fault is not None:
            await play(fault, self._scene(transaction.sender, transaction.recipients[0]))
        await self._channel.say("accepted", message_id=message.message_id)

    def _may_send_as(self, sender: str) -> bool:
        account = self._account
        if account is None or not self._provider.sender_must_be_login:
            return True
        return sender.lower() in {account.username.lower(), *(alias.lower() for alias in account.may_send_as)}

    async def _refused_by_fault(self, stage: Stage, *, sender: str, recipient: str = "") -> bool:
        fault = self._world.fault(self._provider, self._account, [recipient] if recipient else [], stage)
        return fault is not None and await play(fault, self._scene(sender, recipient))

    def _scene(self, sender: str, recipient: str = "") -> Scene:
        return Scene(
            world=self._world,
            provider=self._provider,
            channel=self._channel,
            account=self._account,
            accepted=self._accepted,
            sender=sender,
            recipient=recipient,
        )
