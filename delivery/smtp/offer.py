"""Offering one envelope: MAIL, RCPT and DATA, in one write where the server allows (RFC 2920)."""

from dataclasses import dataclass

from delivery.smtp.fault import BrokenOffError
from delivery.smtp.prepared import Prepared
from delivery.smtp.reply import Reply
from delivery.smtp.wire import Wire
from diagnostics.vocabulary import Stage

CLOSING = 421
_GO_AHEAD = 354
_RESET = "RSET"
_WAITING_FOR = {
    "MAIL": "the answer to MAIL FROM",
    "RCPT": "the answer to RCPT TO",
    "DATA": "the answer to DATA",
    _RESET: "the answer to RSET",
}
Commands = list[tuple[Stage, str]]


@dataclass(frozen=True, kw_only=True)
class Said:
    """What was said at some stage: a reply, or the fault of the network."""

    stage: Stage
    reply: Reply | None = None
    broken: BrokenOffError | None = None
    #: The server ended the session rather than judged the envelope.
    is_goodbye: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    """How an offer was answered: no `refusal` means that the server waits for the message."""

    refusal: Said | None = None
    #: The session is over, and why.
    ended: Said | None = None


def commands_for(prepared: Prepared, *, reset: bool = False) -> Commands:
    """The commands that offer an envelope; `reset` clears away what an earlier refusal left behind."""
    commands: Commands = [("mail-from", prepared.mail), ("rcpt-to", prepared.rcpt), ("data", "DATA")]
    return [("mail-from", _RESET), *commands] if reset else commands


def on_the_wire(commands: Commands) -> bytes:
    """The commands as bytes, for one write."""
    return "".join([f"{command}\r\n" for _, command in commands]).encode()


def offer(wire: Wire, commands: Commands, *, pipelining: bool) -> Answer:
    """Write the commands and hear the answers; without pipelining one after the other, up to the first refusal."""
    answer = Answer()
    for group in [commands] if pipelining else [[command] for command in commands]:
        wire.stage = stage = group[0][0]
        try:
            wire.write(on_the_wire(group), group)
        except BrokenOffError as broken:
            return _broken(stage, broken, None)
        answer = hear(wire, group)
        if answer.refusal is not None:
            break
    return answer


def hear(wire: Wire, commands: Commands) -> Answer:
    """Read the answer to every command written; the first that says no is what counts."""
    refusal: Said | None = None
    stage: Stage = "mail-from"
    try:
        for stage, command in commands:
            wire.stage = stage
            reply = wire.read_reply(wire.limits.command, _WAITING_FOR[command[:4]])
            if refusal is not None:
                if reply.code == _GO_AHEAD:
                    _end_empty_message(wire)
            elif not _as_wanted(command, reply):
                goodbye = reply.code == CLOSING or command == _RESET
                refusal = Said(stage=stage, reply=reply, is_goodbye=goodbye)
                if goodbye:
                    return Answer(refusal=refusal, ended=refusal)
    except BrokenOffError as broken:
        return _broken(stage, broken, refusal)
    return Answer(refusal=refusal)


def _end_empty_message(wire: Wire) -> None:
    """Answer the 354 of a server that has refused sender or recipient with a single dot (RFC 2920 §3.1)."""
    wire.write(b".\r\n", [("data", ".")])
    wire.read_reply(wire.limits.command, "the answer to the empty message")


def _broken(stage: Stage, broken: BrokenOffError, refusal: Said | None) -> Answer:
    ended = Said(stage=stage, broken=broken, is_goodbye=broken.fault in ("closed", "reset"))
    # A refusal already heard stays the reason, also when the connection breaks after it.
    return Answer(refusal=refusal or ended, ended=ended)


def _as_wanted(command: str, reply: Reply) -> bool:
    return reply.code == _GO_AHEAD if command == "DATA" else reply.positive
