"""What servers write at the end of a reply for their own support: machine, time and session."""

import re
from dataclasses import dataclass
from datetime import datetime

_MICROSOFT = re.compile(
    r"\[(?P<server>[A-Za-z0-9-]{4,40}\.(?P<forest>[A-Za-z0-9-]{4,24})\.(?i:prod\.(?:protection\.)?outlook\.com))"
    r"(?:\s+(?P<time>\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,6})?Z))?(?:\s+(?P<id>[0-9A-F]{16}))?\s*\]"
)
_GOOGLE = re.compile(r"(?<!\S)(?P<id>[0-9A-Za-z][\w-]{8,60}\.\d{1,3}) - (?:gsmtp|gcdp)\b")


@dataclass(frozen=True, kw_only=True)
class Trailer:
    """Who answered, when, and under which number support can find the conversation."""

    server: str | None = None
    region: str | None = None
    time: datetime | None = None
    support_id: str | None = None


def read_trailer(text: str) -> Trailer | None:
    """Return the last trailer in the text; the bracket without time and number is Microsoft's form before 2023."""
    last = None
    for last in _MICROSOFT.finditer(text):  # noqa: B007 - only the last one is wanted
        pass
    if last is not None:
        return Trailer(server=last["server"], region=last["forest"], time=_time(last["time"]), support_id=last["id"])
    if google := _GOOGLE.search(text):
        return Trailer(support_id=google["id"])
    return None


def _time(written: str | None) -> datetime | None:
    try:
        return datetime.fromisoformat(written) if written else None
    except ValueError:
        return None
