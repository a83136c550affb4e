"""The history of an e-mail and of everything it was sent again as, in the order in which it happened."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from delivery.models import Activity, Attempt, Job


@dataclass(frozen=True, kw_only=True)
class Event:
    """One thing that happened. `at` None: it is known that it happened, not when."""

    kind: Literal["handed-in", "reported", "attempt", "under-way", "not-recorded", "deed"]
    at: datetime | None
    job: Job
    attempt: Attempt | None = None
    #: A run of tries nobody recorded is one event; this is the number of its last.
    last: int = 0
    deed: Activity | None = None


def timeline(jobs: Sequence[Job], attempts: Sequence[Attempt], deeds: Iterable[Activity]) -> tuple[Event, ...]:
    """Put the tries of each job in their order, and everything else where its time puts it."""
    placed: list[tuple[datetime, int, Event]] = []
    by_id = {job.pk: job for job in jobs}
    for job in jobs:
        kind: Literal["reported", "handed-in"] = "reported" if job.reported else "handed-in"
        # A failure is reported after its tries; a mail is handed in before them.
        placed.append((job.created_at, 4 if job.reported else 0, Event(kind=kind, at=job.created_at, job=job)))
        own = [attempt for attempt in attempts if attempt.job_id == job.pk]
        placed += [(moment, 1, event) for moment, event in _tries(job, own)]
        if job.state == Job.State.SENDING:
            # Nothing happens to a job between its claim and the end of its try.
            placed.append((job.happened_at, 2, Event(kind="under-way", at=job.happened_at, job=job)))
    placed += [
        (deed.at, 3, Event(kind="deed", at=deed.at, job=by_id[deed.job_id], deed=deed))
        for deed in deeds
        if deed.job_id in by_id
    ]
    return tuple(event for _, _, event in sorted(placed, key=lambda one: one[:2]))


def _tries(job: Job, attempts: Sequence[Attempt]) -> Iterator[tuple[datetime, Event]]:
    """Each try with the moment it is placed at; one without a time stands before the next that has one."""
    moment = job.happened_at
    placed: list[tuple[datetime, Event]] = []
    for attempt in reversed(attempts):
        moment = attempt.closed_at or attempt.opened_at or moment
        if attempt.outcome != Attempt.Outcome.NOT_RECORDED:
            placed.append((moment, Event(kind="attempt", at=attempt.closed_at, job=job, attempt=attempt)))
            continue
        last = attempt.number
        if placed and placed[-1][1].kind == "not-recorded":
            last = placed.pop()[1].last
        placed.append((moment, Event(kind="not-recorded", at=None, job=job, attempt=attempt, last=last)))
    return reversed(placed)
