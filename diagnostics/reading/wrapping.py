"""What a dialect's reader found around the server's words."""

from dataclasses import dataclass, fields

from diagnostics.vocabulary import Security, Stage


@dataclass(frozen=True, kw_only=True)
class Wrapping:
    """The printer's own facts; None where it says nothing. `own_words` are stretches the server never said."""

    status_name: str | None = None
    wrapper_text: str | None = None
    #: Reply digits that the printer names apart from the reply's words.
    code: int | None = None
    stage: Stage | None = None
    host: str | None = None
    ip: str | None = None
    port: int | None = None
    security: Security | None = None
    login: str | None = None
    sender: str | None = None
    recipient: str | None = None
    own_words: tuple[tuple[int, int], ...] = ()

    def beside(self, other: "Wrapping") -> "Wrapping":
        """Fill what this one leaves open from another printer's facts."""
        if other == _NOTHING:
            return self
        if self == _NOTHING:
            return other
        known = {field.name: getattr(self, field.name) or getattr(other, field.name) for field in fields(self)}
        known["own_words"] = self.own_words + other.own_words
        return Wrapping(**known)


_NOTHING = Wrapping()


def stage_of(command: str | None) -> Stage | None:
    """Name the stage in which an SMTP command is spoken; "DATA END" and "end of data" are the body."""
    said = " ".join((command or "").lower().replace("_", " ").split())
    for words, stage in _STAGES.items():
        if said.startswith(words):
            return stage
    return None


def port_of(digits: str | None) -> int | None:
    """Return a usable port number, or None."""
    return (
        int(digits)
        if digits and digits.isascii() and digits.isdigit() and 0 < int(digits[:6]) < 65536 and len(digits) < 6
        else None
    )


_STAGES: dict[str, Stage] = {
    "end of data": "body",
    "sending data": "body",
    "data end": "body",
    "pipelined end of data": "body",
    "pipelined mail": "mail-from",
    "pipelined rcpt": "rcpt-to",
    "pipelined data": "data",
    "mail": "mail-from",
    "rcpt": "rcpt-to",
    "recipient": "rcpt-to",
    "sender": "mail-from",
    "data": "data",
    "message": "body",
    "auth": "login",
    "ehlo": "greeting",
    "helo": "greeting",
    "lhlo": "greeting",
    "initial": "greeting",
    "banner": "greeting",
    "greeting": "greeting",
    "starttls": "tls",
    "conn": "connect",
}
