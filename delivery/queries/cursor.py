"""Paging that stays fast and never skips: a page starts after a row, not after a number of rows."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Generic, Literal, Self, TypeVar

from django.db.models import Q, QuerySet

from delivery.models import Job

Row = TypeVar("Row")

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_PLACE = re.compile(r"(-?[0-9]{1,18})-([0-9]{1,18})")


@dataclass(frozen=True, kw_only=True)
class Cursor:
    """A place in the list: a row, and which way the page lies from it."""

    happened_at: datetime
    id: int
    way: Literal["older", "newer"] = "older"

    @classmethod
    def at(cls, job: Job, way: Literal["older", "newer"] = "older") -> Self:
        """The place of this job."""
        return cls(happened_at=job.happened_at, id=job.pk, way=way)

    @classmethod
    def parse(cls, older: str = "", newer: str = "") -> "Cursor | None":
        """Read what a link carried; anything else is no place, and the list begins at its top."""
        written = _PLACE.fullmatch(older or newer)
        if written is None:
            return None
        try:
            moment = _EPOCH + int(written[1]) * _MICROSECOND
        except OverflowError:
            return None
        return cls(happened_at=moment, id=int(written[2]), way="older" if older else "newer")

    def __str__(self) -> str:
        return f"{(self.happened_at - _EPOCH) // _MICROSECOND}-{self.id}"

    def older(self, jobs: QuerySet[Job, Any]) -> QuerySet[Job, Any]:
        """The rows after this place, newest first."""
        return jobs.filter(Q(happened_at__lt=self.happened_at) | Q(id__lt=self.id), happened_at__lte=self.happened_at)

    def newer(self, jobs: QuerySet[Job, Any]) -> QuerySet[Job, Any]:
        """The rows before this place."""
        return jobs.filter(Q(happened_at__gt=self.happened_at) | Q(id__gt=self.id), happened_at__gte=self.happened_at)


@dataclass(frozen=True, kw_only=True)
class Page(Generic[Row]):
    """Some rows of a list, and where the pages on either side begin (None: there is none)."""

    rows: tuple[Row, ...]
    newer: Cursor | None
    older: Cursor | None


def turn(jobs: QuerySet[Job], *, cursor: Cursor | None, size: int) -> Page[Job]:
    """The page that lies at the cursor, one row read beyond it to know whether there is more."""
    if cursor and cursor.way == "newer":
        rows = list(cursor.newer(jobs).order_by("happened_at", "id")[: size + 1])
        more, rows = len(rows) > size, rows[:size][::-1]
        has_newer, has_older = more, True
    else:
        there = cursor.older(jobs) if cursor else jobs
        rows = list(there.order_by("-happened_at", "-id")[: size + 1])
        has_newer, has_older = cursor is not None, len(rows) > size
        rows = rows[:size]
    return Page(
        rows=tuple(rows),
        newer=Cursor.at(rows[0], "newer") if rows and has_newer else None,
        older=Cursor.at(rows[-1], "older") if rows and has_older else None,
    )
