"""What an application hands over: one mail, as fields; and what comes back when it is not taken."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

#: After this a mail is not sent any more, unless its source says otherwise.
LIFETIME = timedelta(hours=48)
#: Kinds of mail that are useless sooner.
SHORT_LIVED = {"password_recovery": timedelta(hours=1), "password_reset": timedelta(hours=1)}

# RFC 5321 §4.1.2 as it is used: no quoted local parts, UTF-8 allowed (RFC 6531), no blanks or controls anywhere.
_ADDRESS = re.compile(r"[^\s\x00-\x1f\x7f@\"(),:;<>\[\]\\]{1,64}@[^\s\x00-\x1f\x7f@\"(),:;<>\[\]\\]{1,253}")
_DOMAIN_LABEL = re.compile(r"(?!-)[^\W_]([\w-]{0,61}[^\W_])?", re.UNICODE)


@dataclass(frozen=True, kw_only=True)
class Attachment:
    """A file that goes along; `media_type` is "type/subtype"."""

    name: str
    content: bytes = field(repr=False)
    media_type: str = "application/octet-stream"


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One mail to one or many; either `text`, `html` or both. Nothing of it shows in `repr` but its outline."""

    account: str = ""
    sender: str = ""
    to: tuple[str, ...] = ()
    cc: tuple[str, ...] = ()
    bcc: tuple[str, ...] = ()
    subject: str = ""
    text: str = field(default="", repr=False)
    html: str = field(default="", repr=False)
    attachments: tuple[Attachment, ...] = ()
    headers: Mapping[str, str] = field(default_factory=dict)
    kind: str = ""
    references: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    idempotency_key: str = ""
    priority: int = 5
    send_at: datetime | None = None
    expires_at: datetime | None = None

    @property
    def recipients(self) -> tuple[str, ...]:
        """Everyone who gets the mail, each once, in order."""
        return tuple(dict.fromkeys((*self.to, *self.cc, *self.bcc)))


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a mail is not taken: the field, and what to do. Nothing was stored."""

    field: str
    says: str

    def __str__(self) -> str:
        return f"{self.field}: {self.says}"


def is_address(text: str) -> bool:
    """Whether mail can be addressed to this text."""
    if not _ADDRESS.fullmatch(text):
        return False
    local, _at, domain = text.rpartition("@")
    return (
        not (local.startswith(".") or local.endswith(".") or ".." in local)
        and "." in domain
        and all(_DOMAIN_LABEL.fullmatch(label) for label in domain.split("."))
        and _has_ascii_form(domain)
    )


def _has_ascii_form(domain: str) -> bool:
    try:
        domain.encode("idna")
    except UnicodeError:
        return False
    return True


def expiry_of(submission: Submission, *, now: datetime) -> datetime:
    """When the mail is not to be sent any more."""
    if submission.expires_at:
        return submission.expires_at
    start = max(now, submission.send_at or now)
    return start + SHORT_LIVED.get(submission.kind, LIFETIME)
