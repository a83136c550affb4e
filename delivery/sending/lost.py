"""Jobs whose worker died: what was not handed over goes again, what was is uncertain.

What is known, for each worker that fell silent, in the order in which it sent (claim by claim; by priority, then id):

- The job that its mark names is the one the worker died with: uncertain.
- Those before it were accepted: every other ending would have been recorded before the worker went on.
- Those behind it were not handed over; all, where it means an earlier try of its job or one that is recorded.
- Without a mark none was – unless the database itself lost its last moments since the claim (its epoch is another).
  Then the first so many may have been handed over and are uncertain; a run is never further ahead of what the disk has
  than the lead it claimed with (sending/recorder.py). The others go again.

The mark is taken away in the same transaction: a worker that was only slow, and sets its mark at this moment, either
comes before us and is seen, or finds it gone and does not write the final dot. All jobs of a worker are judged together,
when the lease of its last claim is over; and sweeps judge one after the other: two that passed over each other's rows would
each see a part of a worker's jobs, and suspect as many of its part as of the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any
from uuid import UUID

from django.db import connection, transaction

from delivery.models import Account, Attempt
from delivery.outcome.record import record
from delivery.outcome.result import Result
from delivery.queue.epoch import current_epoch

#: So many lost jobs are looked after per sweep.
BATCH = 1000
LOST = "The worker that had this message stopped without a word."
VOUCHED = (
    "The worker stopped before it recorded this; its connection went on to another message, so this one was taken."
)
#: After so long a mark of a worker that has no jobs is nobody's: the worker died when all was done.
FORGOTTEN_AFTER = timedelta(days=1)

_LOST = """
SELECT id, account_id, claimed_by, epoch, lead, happened_at
FROM delivery_job
WHERE state = 'sending' AND lease_until < %(now)s
  AND claimed_by NOT IN (SELECT claimed_by FROM delivery_job WHERE state = 'sending' AND lease_until >= %(now)s)
ORDER BY claimed_by, happened_at, priority, id
LIMIT %(batch)s
FOR UPDATE SKIP LOCKED
"""
# Asked when they are locked. More than are locked means that somebody else has a part of them: the worker, perhaps, who
# records it at this moment.
_ALL = """
SELECT claimed_by, count(*) FROM delivery_job WHERE state = 'sending' AND claimed_by = ANY (%s) GROUP BY claimed_by
"""
_TAKE_MARKS = """
DELETE FROM delivery_mark WHERE worker = ANY (%s) RETURNING worker, job_id, claimed_at, at, vouches_for, vouches_text
"""
_FORGET = """
DELETE FROM delivery_mark AS mark
WHERE at < %s AND NOT EXISTS (SELECT FROM delivery_job WHERE state = 'sending' AND claimed_by = mark.worker)
"""
_TAKE_TURN = "SELECT pg_try_advisory_xact_lock(%s)"
#: Any number that nobody else locks.
_TURN = 0x706D_4C4F_5354


@dataclass(frozen=True, kw_only=True)
class _Lost:
    job_id: int
    account_id: int
    worker: str
    epoch: UUID | None
    lead: int
    #: Nothing happens to a job between its claim and the end of its try.
    claimed_at: datetime


@dataclass(frozen=True, kw_only=True)
class _Mark:
    #: None: the worker handed nothing over.
    job_id: int | None
    #: None: written by a version that marked no other try than the present one.
    claimed_at: datetime | None
    at: datetime
    vouches_for: int | None
    words: str


def recover_lost(*, now: datetime) -> int:
    """End the tries of workers whose lease ran out; answer how many were ended, none while another sweep is at it."""
    with transaction.atomic():
        if not _is_our_turn():
            return 0
        epoch = current_epoch()
        by_worker = _lost_jobs(now)
        marks = _take_marks(list(by_worker))
        results = [
            (jobs[0].account_id, result)
            for worker, jobs in by_worker.items()
            for result in _judged(jobs, marks.get(worker), epoch=epoch, now=now)
        ]
        results.sort(key=lambda each: each[0])
        accounts = Account.objects.in_bulk({account_id for account_id, _result in results})
        ended = sum(
            len(record([result for _account, result in each], account=accounts[account_id], now=now))
            for account_id, each in groupby(results, key=lambda each: each[0])
        )
        _ask(_FORGET, [now - FORGOTTEN_AFTER])
        return ended


def _is_our_turn() -> bool:
    """Whether no other sweep looks after lost jobs; until the end of the transaction none will."""
    ((is_ours,),) = _ask(_TAKE_TURN, [_TURN])
    return bool(is_ours)


def _lost_jobs(now: datetime) -> dict[str, list[_Lost]]:
    """The jobs of each silent worker, locked, in the order they were to be sent."""
    rows = _ask(_LOST, {"now": now, "batch": BATCH})
    lost = [
        _Lost(job_id=job_id, account_id=account_id, worker=worker, epoch=epoch, lead=lead, claimed_at=claimed_at)
        for job_id, account_id, worker, epoch, lead, claimed_at in rows
    ]
    by_worker = {worker: list(jobs) for worker, jobs in groupby(lost, key=lambda job: job.worker)}
    if not by_worker:
        return {}
    many = dict(_ask(_ALL, [list(by_worker)]))
    return {worker: jobs for worker, jobs in by_worker.items() if many[worker] == len(jobs)}


def _take_marks(workers: list[str]) -> dict[str, _Mark]:
    if not workers:
        return {}
    rows = _ask(_TAKE_MARKS, [workers])
    return {
        worker: _Mark(job_id=job_id, claimed_at=claimed_at, at=at, vouches_for=vouches_for, words=words)
        for worker, job_id, claimed_at, at, vouches_for, words in rows
    }


def _judged(jobs: Sequence[_Lost], mark: _Mark | None, *, epoch: UUID, now: datetime) -> list[Result]:
    """How the tries of one worker ended, as far as anybody knows."""
    if mark is None:
        older = [job.job_id for job in jobs if job.epoch != epoch]
        suspected = set(older[: max(job.lead for job in jobs)])
        return [_ended(job, uncertain=job.job_id in suspected, now=now) for job in jobs]
    marked = next((place for place, job in enumerate(jobs) if _is_of_this_try(mark, job)), -1)
    return [
        _accepted(job, mark) if place < marked else _ended(job, uncertain=place == marked, now=now)
        for place, job in enumerate(jobs)
    ]


def _is_of_this_try(mark: _Mark, job: _Lost) -> bool:
    return mark.job_id == job.job_id and mark.claimed_at in (None, job.claimed_at)


def _accepted(job: _Lost, mark: _Mark) -> Result:
    words = mark.words if job.job_id == mark.vouches_for else ""
    code = words[:3]
    facts: dict[str, Any] = {"note": VOUCHED}
    return Result(
        job_id=job.job_id,
        worker=job.worker,
        outcome=Attempt.Outcome.ACCEPTED,
        opened_at=job.claimed_at,
        at=mark.at,
        stage="body",
        code=int(code) if code.isdigit() else None,
        text=words,
        facts=facts,
    )


def _ended(job: _Lost, *, uncertain: bool, now: datetime) -> Result:
    return Result(
        job_id=job.job_id,
        worker=job.worker,
        outcome=Attempt.Outcome.UNCERTAIN if uncertain else Attempt.Outcome.NOT_OFFERED,
        opened_at=job.claimed_at,
        at=now,
        stage="body" if uncertain else "",
        facts={"note": LOST},
    )


def _ask(statement: str, values: Sequence[Any] | dict[str, Any]) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall() if cursor.description else []
