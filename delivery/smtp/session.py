"""An open session: one conversation that serves many envelopes, one after the other."""

import contextlib
from collections.abc import Callable, Iterator
from typing import TypeVar

from delivery.smtp.capabilities import Capabilities
from delivery.smtp.envelope import Envelope
from delivery.smtp.fault import BrokenOffError
from delivery.smtp.offer import CLOSING, Said, commands_for, hear, offer, on_the_wire
from delivery.smtp.outcome import Accepted, NotOffered, Outcome, Refused, SessionFacts, Uncertain
from delivery.smtp.prepared import Objection, Prepared, fitted, prepare
from delivery.smtp.reply import Reply
from delivery.smtp.waiting import ALONE, Waiting
from delivery.smtp.wire import BLOCK, Wire

_LAST_WORDS = 2.0
_Ending = TypeVar("_Ending", bound=Outcome)


class Session:
    """Made by `open_session()`; used by one thread. After it ended, every further envelope is NotOffered."""

    def __init__(self, wire: Wire, facts: SessionFacts, capabilities: Capabilities) -> None:
        self.facts = facts
        self.capabilities = capabilities
        self._wire = wire
        self._over: Said | None = None
        self._needs_reset = False
        self._served_any = False
        #: The envelope whose MAIL, RCPT and DATA were written behind the message before it.
        self._ahead: Prepared | None = None

    @property
    def is_open(self) -> bool:
        """Whether another envelope can be offered."""
        return self._over is None

    def send(
        self, envelope: Envelope, on_handed_over: Callable[[], None], following: Envelope | None = None
    ) -> Outcome:
        """Offer one envelope: Accepted, Refused, Uncertain or NotOffered.

        `on_handed_over` is called right before the block with the final dot is written. When it raises, the dot is
        not written, the connection is dropped, and the exception goes on to the caller: the message was not taken.
        `following` is the envelope sent next: where the server allows, its commands travel behind this message, which
        saves a round trip. It is a promise: next must come `send(following, …)` or `close()`.
        """
        if self._ahead is not None and self._ahead.envelope is not envelope:
            # DATA was already said for the promised envelope; only hanging up takes that back.
            self._end(Said(stage="mail-from", broken=BrokenOffError("closed", "another envelope was promised")))
        if self._over is not None:
            return self._ending(NotOffered, self._over)
        prepared = self._ahead or prepare(envelope, self.capabilities)
        if isinstance(prepared, Objection):
            broken = BrokenOffError(prepared.fault, prepared.text)
            return self._ending(Refused, Said(stage=prepared.stage, broken=broken))
        self._wire.start_clock(self._wire.limits.message)
        refusal = self._offer(prepared)
        first, self._served_any = not self._served_any, True
        if refusal is None:
            return self._hand_over(prepared, on_handed_over, following)
        if refusal.stage == "mail-from" and refusal.is_goodbye and not first:
            return self._ending(NotOffered, refusal)
        return self._ending(Refused, refusal)

    def fitted(self, content: bytes) -> bytes:
        """What this server will get of a message. `send` sees to it too; whoever must not wait then asks before."""
        return fitted(content, self.capabilities)

    def close(self) -> None:
        """Say QUIT and close the connection; without a word where the server has gone or waits for a message."""
        if self._over is None and self._ahead is None:
            self._wire.start_clock(self._wire.limits.farewell)
            with contextlib.suppress(BrokenOffError):
                self._wire.say("QUIT")
                self._wire.read_reply(self._wire.limits.farewell, "the answer to QUIT")
        if self._over is None:
            self._end(_closed_by_us())
        self._wire.close()

    @contextlib.contextmanager
    def waited_for(self, waiting: Waiting) -> Iterator[None]:
        """While the block runs, whenever this conversation has to wait it does so by `waiting`."""
        self._wire.waiting = waiting
        try:
            yield
        finally:
            self._wire.waiting = ALONE

    def fileno(self) -> int:
        """The socket's number, for whoever waits for many; -1 when it is closed."""
        return self._wire.fileno()

    def break_off(self) -> None:
        """End the connection from another thread: whoever waits for the server hears that it has gone."""
        self._wire.break_off()

    def _offer(self, prepared: Prepared) -> Said | None:
        """Offer an envelope, or hear the answers where it was offered ahead; None when the server waits for it."""
        commands = commands_for(prepared, reset=self._needs_reset)
        if self._ahead is not None:
            self._ahead = None
            self._wire.write(b"", commands)
            answer = hear(self._wire, commands)
        else:
            answer = offer(self._wire, commands, pipelining=self.capabilities.offers("PIPELINING"))
        self._needs_reset = answer.refusal is not None
        if answer.ended is not None:
            self._end(answer.ended)
        return answer.refusal

    def _hand_over(self, prepared: Prepared, on_handed_over: Callable[[], None], following: Envelope | None) -> Outcome:
        """Write the message; up to its last block it is surely not taken, from there on it may be."""
        wire, body = self._wire, memoryview(prepared.body)
        wire.stage = "body"
        last = (len(body) - 1) // BLOCK * BLOCK if body else 0
        try:
            wire.write(body[:last], [("body", f"(the message, {len(body)} bytes)")])
            if wire.has_more():
                return self._refused_early(wire.read_reply(wire.limits.command, "its last words"))
        except BrokenOffError as broken:
            return self._broken_in_body(broken)
        try:
            on_handed_over()
        except BaseException:
            self._end(_closed_by_us())
            raise
        # A span of its own: were the message's used up by now, it would end in doubt without a byte of it written.
        wire.start_clock(wire.limits.block + wire.limits.body)
        try:
            wire.write(bytes(body[last:]) + b".\r\n" + self._look_ahead(following), [("body", ".")])
            reply = wire.read_reply(wire.limits.body, "the answer to the message")
        except BrokenOffError as broken:
            said = self._end(Said(stage="body", broken=broken))
            return self._ending(Uncertain, said)
        said = Said(stage="body", reply=reply)
        if reply.code == CLOSING:
            self._end(said)
        return self._ending(_verdict(reply), said)

    def _look_ahead(self, following: Envelope | None) -> bytes:
        """The commands of the next envelope, to go out behind this one's final dot (RFC 2920 §3.1 allows it)."""
        if following is None or not self.capabilities.offers("PIPELINING"):
            return b""
        prepared = prepare(following, self.capabilities)
        if isinstance(prepared, Objection):
            return b""
        self._ahead = prepared
        return on_the_wire(commands_for(prepared))

    def _refused_early(self, reply: Reply) -> Outcome:
        said = self._end(Said(stage="body", reply=reply))
        return self._ending(Refused, said)

    def _broken_in_body(self, broken: BrokenOffError) -> Outcome:
        """The connection broke before the final dot; a server that said why before it hung up is heard."""
        said = Said(stage="body", broken=broken)
        if broken.fault == "reset":
            with contextlib.suppress(BrokenOffError):
                said = Said(stage="body", reply=self._wire.read_reply(_LAST_WORDS, "its last words"))
        return self._ending(Refused, self._end(said))

    def _end(self, said: Said) -> Said:
        self._over, self._ahead = said, None
        self._wire.close()
        return said

    def _ending(self, kind: type[_Ending], said: Said) -> _Ending:
        transcript = self._wire.recorder.cut()
        if said.reply is not None:
            code, raw_lines = said.reply.code, said.reply.raw_lines
            return kind(stage=said.stage, code=code, raw_lines=raw_lines, transcript=transcript, facts=self.facts)
        assert said.broken is not None
        return kind(
            stage=said.stage,
            raw_lines=(said.broken.text,),
            fault=said.broken.fault,
            errno=said.broken.errno,
            transcript=transcript,
            facts=self.facts,
        )


def _closed_by_us() -> Said:
    return Said(stage="mail-from", broken=BrokenOffError("closed", "the session was closed by us"))


def _verdict(reply: Reply) -> type[Outcome]:
    if reply.positive:
        return Accepted
    # A 3xx has no meaning after the message.
    return Refused if reply.code >= 400 else Uncertain
