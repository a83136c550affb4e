"""What an application hands over: one mail, as fields; and what it hears."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import lru_cache

from delivery.domain_records.ascii_form import ascii_form

#: After this a mail is not sent any more, unless its source says otherwise.
LIFETIME = timedelta(hours=48)
#: Kinds of mail that are useless sooner.
SHORT_LIVED = {"password_recovery": timedelta(hours=1), "password_reset": timedelta(hours=1)}

# RFC 5321 §4.1.2 as it is used: no quoted local parts, UTF-8 allowed (RFC 6531), no blanks or controls anywhere,
# nothing that has no UTF-8.
_ATOM = r"[^\s\x00-\x1f\x7f-\x9f\ud800-\udfff@\"(),:;<>\[\]\\]"
_ADDRESS = re.compile(rf"{_ATOM}{{1,64}}@{_ATOM}{{1,253}}")
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
class Accepted:
    """The mail is stored and will be sent. `repeated`: it had been handed over before, this is the first answer."""

    message_id: int
    jobs: tuple[int, ...]
    repeated: bool = False


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
    return not (local.startswith(".") or local.endswith(".") or ".." in local) and _is_domain(domain)


# The same domains come again and again; the longest is 253 characters, so that this stays below a few megabytes.
@lru_cache(maxsize=4096)
def _is_domain(domain: str) -> bool:
    return (
        "." in domain and all(_DOMAIN_LABEL.fullmatch(label) for label in domain.split(".")) and _has_ascii_form(domain)
    )


def _has_ascii_form(domain: str) -> bool:
    try:
        ascii_form(domain)
    except UnicodeError:
        return False
    return True


def due_of(submission: Submission, *, now: datetime) -> datetime:
    """When the mail may be sent."""
    return max(now, submission.send_at) if submission.send_at else now


def expiry_of(submission: Submission, *, now: datetime) -> datetime:
    """When the mail is not to be sent any more."""
    return submission.expires_at or due_of(submission, now=now) + SHORT_LIVED.get(submission.kind, LIFETIME)
