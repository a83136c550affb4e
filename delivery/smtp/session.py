"""An open session: one conversation that serves many envelopes, one after the other."""

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from delivery.smtp.capabilities import Capabilities
from delivery.smtp.envelope import Envelope
from delivery.smtp.fault import BrokenOffError
from delivery.smtp.outcome import Accepted, NotOffered, Outcome, Refused, SessionFacts, Uncertain
from delivery.smtp.prepared import Objection, Prepared, prepare
from delivery.smtp.reply import Reply
from delivery.smtp.wire import BLOCK, Wire
from diagnostics.vocabulary import Stage

_CLOSING = 421
_GO_AHEAD = 354
_RESET = "RSET"
_LAST_WORDS = 2.0
_Ending = TypeVar("_Ending", bound=Outcome)


@dataclass(frozen=True, kw_only=True)
class _Said:
    """What was said against an envelope: a reply, or the fault of the network."""

    stage: Stage
    reply: Reply | None = None
    broken: BrokenOffError | None = None
    #: The server ended the session rather than judged the envelope.
    is_goodbye: bool = False


class Session:
    """Made by `open_session()`; used by one thread. After it ended, every further envelope is NotOffered."""

    def __init__(self, wire: Wire, facts: SessionFacts, capabilities: Capabilities) -> None:
        self.facts = facts
        self.capabilities = capabilities
        self._wire = wire
        self._over: _Said | None = None
        self._needs_reset = False
        self._served_any = False

    @property
    def is_open(self) -> bool:
        """Whether another envelope can be offered."""
        return self._over is None

    def send(self, envelope: Envelope, on_handed_over: Callable[[], None]) -> Outcome:
        """Offer one envelope: Accepted, Refused, Uncertain or NotOffered.

        `on_handed_over` is called right before the block with the final dot is written. When it raises, the dot is
        not written, the connection is dropped, and the exception goes on to the caller: the message was not taken.
        """
        if self._over is not None:
            return self._ending(NotOffered, self._over)
        prepared = prepare(envelope, self.capabilities)
        if isinstance(prepared, Objection):
            broken = BrokenOffError(prepared.fault, prepared.text)
            return self._ending(Refused, _Said(stage=prepared.stage, broken=broken))
        self._wire.start_clock(self._wire.limits.message)
        said = self._offer(prepared)
        first, self._served_any = not self._served_any, True
        if said is None:
            return self._hand_over(prepared, on_handed_over)
        if said.stage == "mail-from" and said.is_goodbye and not first:
            return self._ending(NotOffered, said)
        return self._ending(Refused, said)

    def close(self) -> None:
        """Say QUIT and close the connection; without QUIT where the server has already gone."""
        if self._over is None:
            self._over = _Said(stage="mail-from", broken=BrokenOffError("closed", "the session was closed by us"))
            self._wire.start_clock(self._wire.limits.farewell)
            with contextlib.suppress(BrokenOffError):
                self._wire.say("QUIT")
                self._wire.read_reply(self._wire.limits.farewell, "the answer to QUIT")
        self._wire.close()

    def _offer(self, prepared: Prepared) -> _Said | None:
        """Say MAIL, RCPT and DATA, in one write where the server allows; None when it waits for the message."""
        commands: list[tuple[Stage, str]] = [("mail-from", prepared.mail), ("rcpt-to", prepared.rcpt), ("data", "DATA")]
        if self._needs_reset:
            commands.insert(0, ("mail-from", _RESET))
            self._needs_reset = False
        groups = [commands] if self.capabilities.offers("PIPELINING") else [[command] for command in commands]
        refusal: _Said | None = None
        for group in groups:
            refusal = self._converse(group)
            if refusal is not None:
                break
        return refusal

    def _converse(self, group: list[tuple[Stage, str]]) -> _Said | None:
        """Write a group of commands and read every answer; the first that says no is what counts."""
        refusal: _Said | None = None
        stage = self._wire.stage = group[0][0]
        try:
            self._wire.write(b"".join(command.encode() + b"\r\n" for _, command in group), group)
            for stage, command in group:
                self._wire.stage = stage
                verb = command.partition(":")[0]
                reply = self._wire.read_reply(self._wire.limits.command, f"the answer to {verb}")
                if refusal is None and not _as_wanted(command, reply):
                    refusal = _Said(stage=stage, reply=reply, is_goodbye=reply.code == _CLOSING or command == _RESET)
                    if refusal.is_goodbye:
                        return self._end(refusal)
                elif refusal is not None and reply.code == _GO_AHEAD:
                    self._end_empty_message()
        except BrokenOffError as broken:
            # A refusal already heard stays the reason, also when the connection breaks after it.
            gone = self._end(_Said(stage=stage, broken=broken, is_goodbye=broken.fault in ("closed", "reset")))
            return refusal or gone
        self._needs_reset = refusal is not None
        return refusal

    def _end_empty_message(self) -> None:
        """Answer the 354 of a server that has refused sender or recipient with a single dot (RFC 2920 §3.1)."""
        self._wire.write(b".\r\n", [("data", ".")])
        self._wire.read_reply(self._wire.limits.command, "the answer to the empty message")

    def _hand_over(self, prepared: Prepared, on_handed_over: Callable[[], None]) -> Outcome:
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
            self._end(_Said(stage="body", broken=BrokenOffError("closed", "the session was closed by us")))
            raise
        try:
            wire.write(bytes(body[last:]) + b".\r\n", [("body", ".")])
            reply = wire.read_reply(wire.limits.body, "the answer to the message")
        except BrokenOffError as broken:
            self._end(said := _Said(stage="body", broken=broken))
            return self._ending(Uncertain, said)
        said = _Said(stage="body", reply=reply)
        if reply.code == _CLOSING:
            self._end(said)
        return self._ending(_verdict(reply), said)

    def _refused_early(self, reply: Reply) -> Outcome:
        self._end(said := _Said(stage="body", reply=reply))
        return self._ending(Refused, said)

    def _broken_in_body(self, broken: BrokenOffError) -> Outcome:
        """The connection broke before the final dot; a server that said why before it hung up is heard."""
        said = _Said(stage="body", broken=broken)
        if broken.fault == "reset":
            with contextlib.suppress(BrokenOffError):
                said = _Said(stage="body", reply=self._wire.read_reply(_LAST_WORDS, "its last words"))
        self._end(said)
        return self._ending(Refused, said)

    def _end(self, said: _Said) -> _Said:
        self._over = said
        self._wire.close()
        return said

    def _ending(self, kind: type[_Ending], said: _Said) -> _Ending:
        transcript = self._wire.recorder.cut()
        if said.reply is not None:
            reply = said.reply
            return kind(
                stage=said.stage, code=reply.code, raw_lines=reply.raw_lines, transcript=transcript, facts=self.facts
            )
        broken = said.broken or BrokenOffError("closed", "")
        return kind(
            stage=said.stage,
            raw_lines=(broken.text,),
            fault=broken.fault,
            errno=broken.errno,
            transcript=transcript,
            facts=self.facts,
        )


def _verdict(reply: Reply) -> type[Outcome]:
    if reply.positive:
        return Accepted
    # A 3xx has no meaning after the message.
    return Refused if reply.code >= 400 else Uncertain


def _as_wanted(command: str, reply: Reply) -> bool:
    return reply.code == _GO_AHEAD if command == "DATA" else reply.positive
