"""Jobs whose worker died: what was not handed over goes again, what was is uncertain.

What is known, for each worker that fell silent, in the order in which it sent (claim by claim; by priority, then id):

- A job for which a later mark vouches was accepted.
- A marked job for which nothing vouches is the one the worker died with: uncertain.
- A job without a mark was not handed over – unless the database itself lost its last moments since the claim (its epoch
  is another). Then the first so many after the last mark may have lost theirs and are uncertain too; a run is never
  further ahead of what the disk has than the lead it claimed with (sending/recorder.py). The others go again.

The rows are locked while they are judged: a worker that was only slow, and sets its mark at this moment, either comes
before us and is seen, or finds its lease gone and does not write the final dot. All jobs of a worker are judged together,
when the lease of its last claim is over; and sweeps judge one after the other: two that passed over each other's rows would
each see a part of a worker's jobs, and suspect as many of its part as of the whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
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
VOUCHED = "The worker stopped before it recorded this; its connection's next message says how it ended."

_LOST = """
SELECT id, account_id, claimed_by, priority, epoch, lead, happened_at
FROM delivery_job
WHERE state = 'sending' AND lease_until < %(now)s
  AND claimed_by NOT IN (SELECT claimed_by FROM delivery_job WHERE state = 'sending' AND lease_until >= %(now)s)
ORDER BY claimed_by, happened_at, priority, id
LIMIT %(batch)s
FOR UPDATE SKIP LOCKED
"""
# Asked when the jobs are locked, so that it shows every mark that was set before.
_MARKS = """
SELECT job_id, worker, at, vouches_for, vouches_text FROM delivery_mark WHERE worker = ANY (%s)
"""
_TAKE_TURN = "SELECT pg_try_advisory_xact_lock(%s)"
#: Any number that nobody else locks.
_TURN = 0x706D_4C4F_5354

_NAMES = ("job_id", "account_id", "worker", "priority", "epoch", "lead", "claimed_at")
_WORKER = _NAMES.index("worker")


@dataclass(frozen=True, kw_only=True)
class _Lost:
    job_id: int
    account_id: int
    worker: str
    priority: int
    epoch: UUID | None
    lead: int
    #: Nothing happens to a job between its claim and the end of its try.
    claimed_at: datetime
    #: None: no mark was set.
    handed_over_at: datetime | None


def recover_lost(*, now: datetime) -> int:
    """End the tries of workers whose lease ran out; answer how many were ended, none while another sweep is at it."""
    with transaction.atomic():
        if not _is_our_turn():
            return 0
        epoch = current_epoch()
        lost, words = _lost_jobs(now)
        results: list[tuple[int, Result]] = []
        for worker, jobs in groupby(lost, key=lambda job: (job.worker, job.account_id)):
            results += [(worker[1], result) for result in _judged(list(jobs), words, epoch=epoch, now=now)]
        results.sort(key=lambda each: each[0])
        accounts = Account.objects.in_bulk({account_id for account_id, _result in results})
        return sum(
            len(record([result for _account, result in each], account=accounts[account_id], now=now))
            for account_id, each in groupby(results, key=lambda each: each[0])
        )


def _is_our_turn() -> bool:
    """Whether no other sweep looks after lost jobs; until the end of the transaction none will."""
    with connection.cursor() as cursor:
        cursor.execute(_TAKE_TURN, [_TURN])
        (is_ours,) = cursor.fetchone()
    return bool(is_ours)


def _lost_jobs(now: datetime) -> tuple[list[_Lost], dict[int, str]]:
    """The lost jobs, locked, in the order they were to be sent; and the words for those that were vouched for."""
    with connection.cursor() as cursor:
        cursor.execute(_LOST, {"now": now, "batch": BATCH})
        rows = cursor.fetchall()
        workers = {row[_WORKER] for row in rows}
        if len(rows) == BATCH and len(workers) > 1:
            # The last worker's jobs may not all be here; they are judged together, next time.
            workers.remove(rows[-1][_WORKER])
        cursor.execute(_MARKS, [sorted(workers)])
        marks = cursor.fetchall()
    marked = {(worker, job_id): at for job_id, worker, at, _job, _text in marks}
    lost = [
        _Lost(**dict(zip(_NAMES, row, strict=True)), handed_over_at=marked.get((row[_WORKER], row[0])))
        for row in rows
        if row[_WORKER] in workers
    ]
    return lost, {job_id: text for _id, _worker, _at, job_id, text in marks if job_id is not None}


def _judged(jobs: Sequence[_Lost], words: dict[int, str], *, epoch: UUID, now: datetime) -> list[Result]:
    """How the tries of one worker ended, as far as anybody knows."""
    marked = [job for job in jobs if job.handed_over_at is not None]
    unmarked = [job for job in jobs if job.handed_over_at is None]
    lead = max(job.lead for job in jobs)
    suspects = [job for job in unmarked if job.epoch != epoch][: max(0, lead - len(marked))]
    suspected = {job.job_id for job in suspects}
    return [
        _accepted(job, words[job.job_id], now)
        if job.job_id in words
        else _ended(job, uncertain=job.handed_over_at is not None or job.job_id in suspected, now=now)
        for job in jobs
    ]


def _accepted(job: _Lost, words: str, now: datetime) -> Result:
    code = words[:3]
    facts: dict[str, Any] = {"note": VOUCHED}
    return Result(
        job_id=job.job_id,
        worker=job.worker,
        outcome=Attempt.Outcome.ACCEPTED,
        opened_at=job.claimed_at,
        at=job.handed_over_at or now,
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
