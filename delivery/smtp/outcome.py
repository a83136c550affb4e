"""How opening a session or sending one envelope ended. Every ending is a value; none is an exception."""

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from delivery.smtp.reply import enhanced_status
from delivery.smtp.transcript import Transcript, written
from diagnostics.vocabulary import Security, Stage

#: What went wrong where no server reply says it.
Fault = Literal[
    "name-not-found",
    "name-lookup-failed",
    "private-address",
    "connection-refused",
    "unreachable",
    "timed-out",
    "reset",
    "closed",
    "network",
    "certificate",
    "tls-failed",
    "starttls-not-offered",
    "mechanism-not-offered",
    "bad-login",
    "protocol",
    "bad-address",
    "too-large",
    "smtputf8-not-offered",
]


@dataclass(frozen=True, kw_only=True)
class SessionFacts:
    """What a session learned about the server; None or empty: the conversation did not come that far."""

    host: str
    port: int
    security: Security
    ip: str | None = None
    greeting: str | None = None
    #: The EHLO lines as the server wrote them, those after TLS where there were two.
    capabilities: tuple[str, ...] = ()
    #: AUTH mechanisms offered, upper case; None: the EHLO that would tell was not answered.
    mechanisms_offered: tuple[str, ...] | None = None
    #: The mechanism we logged in with, or tried to.
    mechanism: str | None = None
    logged_in: bool = False
    tls_version: str | None = None
    tls_cipher: str | None = None
    #: The opening of the session, up to the finished login.
    opening: Transcript = field(default=(), repr=False)

    @cached_property
    def opening_written(self) -> str:
        """The opening as plain text; every message of the session has it before its own part."""
        return written(self.opening)

    @cached_property
    def known(self) -> dict[str, Any]:
        """What the session saw, by the names under which an attempt stores it; what it did not see is left out."""
        seen: dict[str, Any] = {
            "ip": self.ip,
            "greeting": self.greeting,
            "mechanisms_offered": list(self.mechanisms_offered) if self.mechanisms_offered is not None else None,
            "mechanism": self.mechanism,
            "logged_in": self.logged_in,
            "tls_version": self.tls_version,
        }
        return {name: value for name, value in seen.items() if value is not None}


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What every ending tells: the stage, the server's exact words or the network's, and the conversation.

    `raw_lines` are the reply as it came on the wire, codes included, or the operating system's or OpenSSL's own words
    where nobody answered (`code` None, `fault` set). `before` are lines that explain the reply (XOAUTH2's 334).
    """

    stage: Stage
    code: int | None = None
    raw_lines: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    fault: Fault | None = None
    errno: int | None = None
    #: This envelope's part of the conversation; the opening stands in `facts.opening`.
    transcript: Transcript = field(default=(), repr=False)
    facts: SessionFacts

    @property
    def raw(self) -> str:
        """The exact words, lines joined by newlines: "535 5.7.139 Authentication unsuccessful, …"."""
        return "\n".join(self.before + self.raw_lines)

    @property
    def lines(self) -> tuple[str, ...]:
        """The text lines without their reply codes."""
        return self.raw_lines if self.code is None else tuple(line[4:] for line in self.raw_lines)

    @property
    def enhanced(self) -> str | None:
        """The enhanced status code of the reply, if it has one."""
        return enhanced_status(self.lines) if self.code is not None else None

    @property
    def conversation(self) -> str:
        """The whole conversation as plain text: the opening of the session and this envelope's part."""
        return "\n".join(part for part in (self.facts.opening_written, written(self.transcript)) if part)


@dataclass(frozen=True, kw_only=True)
class Failure(Outcome):
    """No session came about. It says nothing about any envelope; none was offered."""


@dataclass(frozen=True, kw_only=True)
class Accepted(Outcome):
    """The server took the message over (250 to the body). It does not mean delivered."""


@dataclass(frozen=True, kw_only=True)
class Refused(Outcome):
    """This envelope was surely not taken: the server said no, or the conversation broke before the final dot."""


@dataclass(frozen=True, kw_only=True)
class Uncertain(Outcome):
    """The body was handed over and no answer came: the server may have it or not."""


@dataclass(frozen=True, kw_only=True)
class NotOffered(Outcome):
    """The session ended before this envelope's turn; it was not judged, and this was no try."""
