"""Explains stored evidence again with today's catalogue; jobs, tallies and incidents follow. Evidence stays as it is."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import OperationalError, connection, transaction
from psycopg.errors import DeadlockDetected

from delivery.models import Attempt, Incident, Job
from delivery.models.job import JobState
from delivery.outcome import incidents, tallies
from delivery.outcome.codes import note_codes
from delivery.outcome.explained import Explained
from delivery.outcome.result import Result
from delivery.outcome.retries import Decision
from delivery.queries.facts import evidence_of, facts_of
from diagnostics.diagnose import diagnose

BATCH = 500
#: How often a batch is begun when recorders are in its way.
TRIES = 5
_UNCOUNT = """
UPDATE delivery_tally SET count = count - 1
WHERE account_id = %s AND hour = %s AND outcome = 'refused' AND explanation = %s AND category = %s AND count > 0
"""


@dataclass(kw_only=True)
class Progress:
    """How far it came: the last attempt looked at, how many, and what changed into what."""

    after: int = 0
    looked_at: int = 0
    changed: Counter[tuple[str, str]] = field(default_factory=Counter)


@dataclass(frozen=True, kw_only=True)
class _Change:
    """One attempt that is read differently today."""

    attempt: Attempt
    new: Explained


def rediagnose(*, now: datetime, after: int = 0, batch: int = BATCH) -> Iterator[Progress]:
    """Go through all refused attempts with an id above `after`, a batch per transaction; yields after each batch.

    Stopped anywhere, it goes on from the last `after` it told; done twice it changes nothing more.
    """
    progress = Progress(after=after)
    while True:
        attempts, changed = _undisturbed(after=progress.after, batch=batch, now=now)
        if not attempts:
            return
        progress.after = attempts[-1].pk
        progress.looked_at += len(attempts)
        progress.changed += changed
        yield progress


def _undisturbed(*, after: int, batch: int, now: datetime) -> tuple[list[Attempt], Counter[tuple[str, str]]]:
    """One batch; again where a recorder and we waited for each other's rows and PostgreSQL let the recorder win."""
    tries = 1
    while True:
        try:
            with transaction.atomic():
                return _read_batch(after=after, batch=batch, now=now)
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected) or tries == TRIES:
                raise
            tries += 1


def _read_batch(*, after: int, batch: int, now: datetime) -> tuple[list[Attempt], Counter[tuple[str, str]]]:
    attempts = list(
        Attempt.objects.filter(pk__gt=after, outcome=Attempt.Outcome.REFUSED)
        .select_related("job__account")
        .select_for_update(of=("self",))
        .order_by("pk")[:batch]
    )
    changes = [change for attempt in attempts if (change := _read_again(attempt, now=now))]
    changed = Counter((change.attempt.explanation, change.new.code) for change in changes)
    for change in changes:
        _follow(change, now=now)
    note_codes([change.new for change in changes])
    Attempt.objects.bulk_update(_renewed(changes), ["explanation", "category", "permanence", "confidence"])
    return attempts, changed


def _read_again(attempt: Attempt, *, now: datetime) -> _Change | None:
    diagnosis = diagnose(
        evidence_of(text=attempt.text, facts=attempt.facts, stage=attempt.stage),
        facts_of(account=attempt.job.account, attempt_facts=attempt.facts, now=attempt.closed_at or now),
    )
    before = (attempt.explanation, attempt.category, attempt.permanence, attempt.confidence)
    if before == (diagnosis.code, diagnosis.category, diagnosis.permanence, diagnosis.confidence):
        return None
    result = Result(
        job_id=attempt.job_id,
        worker="",
        outcome=Attempt.Outcome.REFUSED,
        at=attempt.closed_at,
        stage=attempt.stage,
        text=attempt.text,
        facts=attempt.facts,
    )
    explained = Explained(
        account_id=attempt.job.account_id, result=result, diagnosis=diagnosis, decision=Decision(state=JobState.FAILED)
    )
    return _Change(attempt=attempt, new=explained)


def _renewed(changes: Sequence[_Change]) -> list[Attempt]:
    for change in changes:
        diagnosis = change.new.diagnosis
        assert diagnosis is not None
        attempt = change.attempt
        attempt.explanation, attempt.category = diagnosis.code, diagnosis.category
        attempt.permanence, attempt.confidence = diagnosis.permanence, diagnosis.confidence
    return [change.attempt for change in changes]


def _follow(change: _Change, *, now: datetime) -> None:
    """Let the tally, the incident and the job say what the attempt says now."""
    attempt, new = change.attempt, change.new
    if (attempt.explanation, attempt.category) == (new.code, new.category):
        return
    job = attempt.job
    at = attempt.closed_at or job.created_at
    with connection.cursor() as cursor:
        cursor.execute(_UNCOUNT, [job.account_id, tallies.hour_of(at), attempt.explanation, attempt.category])
    tallies.count([new], now=at)
    old = _leave(attempt, at=at)
    (joined,) = incidents.join([(new, job.recipient)], now=at).values()
    if old is not None and old.closed_at is not None:
        # What was over stays over under its new name, unless something newer keeps it open.
        Incident.objects.filter(pk=joined, last_seen_at__lte=old.closed_at).update(
            state=old.state, closed_at=old.closed_at
        )
    if attempt.number == job.last_attempt:
        Job.objects.filter(pk=job.pk).exclude(explanation="").update(
            explanation=new.code, category=new.category, incident=joined
        )


def _leave(attempt: Attempt, *, at: datetime) -> Incident | None:
    """Take the failure out of the incident it was counted in; an empty incident goes."""
    job = attempt.job
    left = (
        Incident.objects.filter(
            account_id=job.account_id,
            explanation=attempt.explanation,
            recipient_domain__in=["", job.recipient.rpartition("@")[2].lower()],
            first_seen_at__lte=at,
            last_seen_at__gte=at,
        )
        .order_by("-last_seen_at")
        .first()
    )
    if left is not None:
        left.failures = max(left.failures - 1, 0)
        if left.failures:
            left.save(update_fields=["failures"])
        else:
            Incident.objects.filter(pk=left.pk).delete()
    return left
