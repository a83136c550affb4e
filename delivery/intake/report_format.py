"""Records of failures that happened elsewhere: JSON, a list of them, or one per line; each checked field by field."""

import json
import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

#: A longer text is refused: no mail server says that much.
LONGEST_ERROR = 1_000_000
MOST_RETRIES = 1_000
#: No mail failed before there was any; such times are defaults of a program.
_OLDEST = datetime(1971, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, kw_only=True)
class Report:
    """One failure as its application recorded it. Only `error` is needed; what is unknown is kept in `extra`."""

    position: int
    error: str
    kind: str = ""
    user_name: str = ""
    subject: str = ""
    source: str = ""
    history: str = ""
    failed_at: datetime | None = None
    retries: int | None = None
    extra: Mapping[str, Any] = field(default_factory=dict)
    #: SHA-256 of the record in canonical form: the same record is the same report.
    digest: bytes


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What is wrong with one record: where, which field, and what to do."""

    position: int
    field: str
    says: str

    def __str__(self) -> str:
        where = f"record {self.position}"
        return f"{where}, {self.field}: {self.says}" if self.field else f"{where}: {self.says}"


def parse(text: str) -> Iterator[Report | Problem]:
    """Read one record, a list of records, or one record a line; positions count from 1."""
    for position, value in _values(text):
        if isinstance(value, Problem):
            yield value
        else:
            yield read_record(value, position=position)


def _values(text: str) -> Iterator[tuple[int, Any]]:
    text = text.removeprefix("\ufeff")
    try:
        whole = json.loads(text)
    except (ValueError, RecursionError):
        yield from _lines(text)
        return
    yield from enumerate(whole if isinstance(whole, list) else [whole], 1)


def _lines(text: str) -> Iterator[tuple[int, Any]]:
    for position, line in enumerate((line for line in text.splitlines() if line.strip()), 1):
        try:
            yield position, json.loads(line)
        except (ValueError, RecursionError):
            yield (
                position,
                Problem(position=position, field="", says="is not JSON; write one object per record"),
            )


_TEXTS = {"emailType": "kind", "userName": "user_name", "subject": "subject", "source": "source"}
_KNOWN = {*_TEXTS, "last_error", "error_history", "last_error_at", "total_retries"}


def read_record(value: Any, *, position: int) -> Report | Problem:
    """Check one decoded record; the first field that is wrong is named."""
    if not isinstance(value, dict):
        return Problem(position=position, field="", says="is not an object; write {…} with a last_error")
    try:
        canonical = json.dumps(value, sort_keys=True, ensure_ascii=True, separators=(",", ":"))
        value = _storable(value)
    except RecursionError:
        return Problem(position=position, field="", says="is nested too deeply; leave the depths out")
    error = value.get("last_error")
    if not isinstance(error, str) or not error.strip():
        return Problem(position=position, field="last_error", says="is missing; put the text of the failure here")
    if len(error) > LONGEST_ERROR:
        return Problem(
            position=position,
            field="last_error",
            says=f"is longer than {LONGEST_ERROR:,} characters; shorten it",
        )
    texts: dict[str, str] = {}
    for name, ours in _TEXTS.items():
        given = value.get(name)
        if given is not None and not isinstance(given, str):
            return Problem(position=position, field=name, says="is not a text; put it in quotes")
        texts[ours] = (given or "").strip()
    retries = value.get("total_retries")
    if retries is not None and (
        isinstance(retries, bool) or not isinstance(retries, int) or not 0 <= retries <= MOST_RETRIES
    ):
        return Problem(
            position=position, field="total_retries", says=f"is not a whole number from 0 to {MOST_RETRIES:,}"
        )
    failed_at = _moment(value.get("last_error_at"))
    if isinstance(failed_at, str):
        return Problem(position=position, field="last_error_at", says=failed_at)
    history = value.get("error_history")
    return Report(
        position=position,
        error=error,
        history=history if isinstance(history, str) else "",
        failed_at=failed_at,
        retries=retries,
        extra={name: kept for name, kept in value.items() if name not in _KNOWN or _is_other_history(name, kept)},
        digest=sha256(canonical.encode()).digest(),
        **texts,
    )


def _is_other_history(name: str, kept: Any) -> bool:
    """A history that is no text is not read, but kept."""
    return name == "error_history" and kept is not None and not isinstance(kept, str)


def _moment(value: Any) -> datetime | str | None:
    """A time as given, UTC where it names no zone; a sentence when it is none."""
    if value is None or value == "":
        return None
    wanted = 'is not a time; write it like "2026-01-09 16:12:49 UTC"'
    if not isinstance(value, str):
        return wanted
    try:
        moment = datetime.fromisoformat(value.strip().removesuffix("UTC").strip())
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        moment = moment.astimezone(UTC)
        return moment if moment >= _OLDEST else f"lies before {_OLDEST:%Y}; leave it out if it is not known"
    except (ValueError, OverflowError):
        return wanted


def _storable(value: Any) -> Any:
    """The same JSON without what PostgreSQL cannot keep: some characters, and numbers that are none."""
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, str):
        return value.replace("\0", "␀").encode("utf-8", "replace").decode()
    if isinstance(value, list):
        return [_storable(item) for item in value]
    if isinstance(value, dict):
        return {_storable(name): _storable(item) for name, item in value.items()}
    return value
