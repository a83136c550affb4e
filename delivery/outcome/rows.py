"""The two statements that end a try: the job moves on, the attempt is closed. Many at once, in one round trip each."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg.types.json import Jsonb

from delivery.models import Attempt
from delivery.models.job import JobState
from delivery.outcome.explained import Explained

# Only the holder of a living lease may end a try: whoever lost it changes nothing.
_MOVE = """
UPDATE delivery_job AS job SET
    state = new.state, due_at = new.due_at, tries = job.tries + new.counted, happened_at = new.happened_at,
    finished_at = CASE WHEN new.finished THEN new.happened_at END,
    explanation = CASE WHEN new.state = 'accepted' THEN '' ELSE COALESCE(new.explanation, job.explanation) END,
    category = CASE WHEN new.state = 'accepted' THEN '' ELSE COALESCE(new.category, job.category) END,
    claimed_by = '', lease_until = NULL, handed_over_at = NULL, vouches_for = NULL, vouches_text = ''
FROM unnest(%s::bigint[], %s::text[], %s::text[], %s::timestamptz[], %s::int[], %s::timestamptz[], %s::bool[],
            %s::text[], %s::text[])
    AS new (id, worker, state, due_at, counted, happened_at, finished, explanation, category)
WHERE job.id = new.id AND job.state = 'sending' AND job.claimed_by = new.worker
RETURNING job.id
"""
_CLOSE = """
UPDATE delivery_attempt AS attempt SET
    outcome = new.outcome, closed_at = new.closed_at, stage = new.stage, code = new.code, enhanced = new.enhanced,
    text = new.text, facts = new.facts, transcript = new.transcript,
    explanation = new.explanation, category = new.category, permanence = new.permanence, confidence = new.confidence
FROM unnest(%s::bigint[], %s::text[], %s::timestamptz[], %s::text[], %s::int[], %s::text[], %s::text[], %s::jsonb[],
            %s::text[], %s::text[], %s::text[], %s::text[], %s::text[])
    AS new (id, outcome, closed_at, stage, code, enhanced, text, facts, transcript,
            explanation, category, permanence, confidence)
WHERE attempt.id = new.id AND attempt.outcome = 'open'
"""


def move_jobs(outcomes: Sequence[Explained], *, now: datetime) -> set[int]:
    """Move each job to its next state; answer the ids of those whose lease was still held."""
    rows = [
        (
            one.result.job_id,
            one.result.worker,
            str(one.decision.state),
            one.decision.due_at,
            _counted(one),
            one.result.at or now,
            one.decision.state not in (JobState.QUEUED, JobState.HELD),
            one.code or None,
            one.category or None,
        )
        for one in outcomes
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [list(column) for column in zip(*rows, strict=True)])
        return {job_id for (job_id,) in cursor.fetchall()}


def _counted(one: Explained) -> int:
    """A try that never offered the message, or met a fault of the account, is not held against the message."""
    return int(one.result.outcome != Attempt.Outcome.NOT_OFFERED and not one.decision.hold_account)


def close_attempts(outcomes: Sequence[Explained]) -> None:
    """Write the evidence and today's reading of it; an attempt is closed once."""
    rows = [_closed(one) for one in outcomes]
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [list(column) for column in zip(*rows, strict=True)])


def _closed(one: Explained) -> tuple[Any, ...]:
    result, diagnosis = one.result, one.diagnosis
    deciding = diagnosis.evidence.deciding if diagnosis else None
    stage = result.stage or (diagnosis.evidence.stage if diagnosis else "") or ""
    code = result.code or (deciding.code if deciding else None)
    enhanced = result.enhanced or (deciding.enhanced if deciding else "") or ""
    return (
        result.attempt_id,
        str(Attempt.Outcome(result.outcome)),
        result.at,
        stage,
        code,
        enhanced,
        # PostgreSQL stores no NUL; what replaces it is the sign for it.
        result.text.replace("\0", "␀"),
        Jsonb(dict(result.facts)),
        result.transcript.replace("\0", "␀"),
        one.code,
        one.category,
        diagnosis.permanence if diagnosis else "",
        diagnosis.confidence if diagnosis else "",
    )
