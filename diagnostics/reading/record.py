"""Records and lines in which applications write a failure down: "SMTP Host: …", "To Email: …", or a JSON object."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from diagnostics.facts import Facts, Try
from diagnostics.reading.reply import read_replies
from diagnostics.reading.wrapping import Wrapping, port_of

_ADDRESS = r"<?([^\s<>,;\"']{1,64}@[^\s<>,;\"']{1,255})"
_HOST = re.compile(
    r"(?im)^[ \t]*(?:smtp[ _]?)?(?:host|server|servidor)\"?[ \t]*[:=][ \t]*\"?([A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}))"
)
_PORT = re.compile(r"(?im)^[ \t]*(?:smtp[ _]?)?(?:port|puerto|porta)\"?[ \t]*[:=][ \t]*\"?(\d{2,5})\b")
_TO = re.compile(rf"(?im)^[ \t]*(?:to(?:[ _]e-?mail)?|recipient|para|destinatario)[ \t]*[:=][ \t]*{_ADDRESS}")
_FROM = re.compile(rf"(?im)^[ \t]*(?:from(?:[ _]e-?mail)?|sender|de|remitente)[ \t]*[:=][ \t]*{_ADDRESS}")
_LOGIN = re.compile(
    r"(?im)^[ \t]*(?:smtp[ _]?)?(?:user(?:[ _]?name)?|login|usuario)[ \t]*[:=][ \t]*<?([^\s<>,;\"']{1,254})"
)
_SSL = re.compile(r"(?im)^[ \t]*(?:enable)?ssl(?:[ _]enabled)?[ \t]*[:=][ \t]*(true|false)\b")
#: One of these stands at the beginning of whatever the patterns above find.
_ANY_SETTING = re.compile(
    r"(?im)^[ \t]*(?:smtp|host|server|servidor|port|puerto|porta|to|recipient|para|destinatario|from|sender|de|remitente|"
    r"user|login|usuario|enablessl|ssl)[ _\w-]{0,12}\"?[ \t]*[:=]"
)
#: Names under which sources keep the error text, in records of any shape.
_ERROR_FIELDS = ("last_error", "error", "error_message", "message", "text", "reply", "response", "diagnostic")


@dataclass(frozen=True, kw_only=True)
class Record:
    """A failure as an application reported it: the text, and what its other fields say around it."""

    text: str
    facts: Facts


def read_lines(text: str) -> Wrapping:
    """Read the lines of settings that applications print around an error."""
    if not _ANY_SETTING.search(text):
        return Wrapping()

    def first(pattern: re.Pattern[str]) -> str | None:
        match = pattern.search(text)
        return match[1].rstrip(".>,;") if match else None

    ssl, port = first(_SSL), port_of(first(_PORT))
    return Wrapping(
        host=first(_HOST),
        port=port,
        # System.Net.Mail's EnableSsl is STARTTLS, never TLS from the first byte.
        security=None if ssl is None else ("starttls" if ssl.lower() == "true" else "none"),
        login=first(_LOGIN),
        sender=first(_FROM),
        recipient=first(_TO),
    )


def read_record(text: str) -> Record | None:
    """Return the failure that a JSON object describes, or None when the text is no such object."""
    if text.lstrip()[:1] != "{":
        return None
    try:
        data = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(data, dict):
        return None
    told = list(_told(data))
    # The first that shows what a server answered; else the first.
    error = next((text for text in told if read_replies(text)), told[0] if told else None)
    return Record(text=error, facts=_facts(data, error)) if error else None


def _told(data: dict[str, Any]) -> Iterator[str]:
    """The texts of a record, its own before those of the objects in it."""
    for name in _ERROR_FIELDS:
        if isinstance(data.get(name), str) and data[name].strip():
            yield data[name]
    for inner in data.values():
        if isinstance(inner, dict):
            yield from (
                inner[name] for name in _ERROR_FIELDS if isinstance(inner.get(name), str) and inner[name].strip()
            )


def _facts(data: dict[str, Any], error: str) -> Facts:
    total = data.get("total_retries")
    count = total if isinstance(total, int) and not isinstance(total, bool) and 0 < total <= 1000 else None
    at = _time(data.get("last_error_at"))
    kind = data.get("emailType")
    return Facts(
        recorded_at=at,
        message_kind=kind if isinstance(kind, str) and kind else None,
        total_attempts=count,
        attempts=tuple(
            Try(number=n, at=at, text=error) if n == count else Try(number=n, recorded=False)
            for n in range(1, (count or 0) + 1)
        ),
    )


def _time(written: object) -> datetime | None:
    """Read a time; one that names no zone is not guessed at."""
    if not isinstance(written, str):
        return None
    try:
        moment = datetime.fromisoformat(re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", written.strip()))
    except ValueError:
        return None
    return moment.astimezone(UTC) if moment.tzinfo else None
