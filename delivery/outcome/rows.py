"""The two statements that end a try: the job moves on, the attempt is closed. Many at once, in one round trip each.

The rows travel as one JSON text: to escape every element of an array cost more than all else in a recording.
"""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection

from delivery.models import Attempt
from delivery.models.job import JobState
from delivery.outcome.explained import Explained

# Only the holder of a living lease may end a try: whoever lost it changes nothing. The state is asked about together with
# the holder, and the outcome with the job, so that the few rows are found by their ids and never by walking a state.
_MOVE = """
WITH moved AS (
  UPDATE delivery_job AS job SET
    state = new.state, due_at = new.due_at, tries = job.tries + new.counted, happened_at = new.happened_at,
    finished_at = CASE WHEN new.finished THEN new.happened_at END,
    explanation = CASE WHEN new.state = 'accepted' THEN '' ELSE COALESCE(new.explanation, job.explanation) END,
    category = CASE WHEN new.state = 'accepted' THEN '' ELSE COALESCE(new.category, job.category) END,
    claimed_by = '', lease_until = NULL
FROM json_to_recordset(%s::json)
    AS new (id bigint, worker text, state text, due_at timestamptz, counted int, happened_at timestamptz, finished bool,
            explanation text, category text)
WHERE job.id = new.id AND CASE job.state WHEN 'sending' THEN job.claimed_by END = new.worker
  RETURNING job.id
), unmarked AS (
  DELETE FROM delivery_mark AS mark USING moved WHERE mark.job_id = moved.id
)
SELECT id FROM moved
"""
_CLOSE = """
UPDATE delivery_attempt AS attempt SET
    outcome = new.outcome, closed_at = new.closed_at, stage = new.stage, code = new.code, enhanced = new.enhanced,
    text = new.text, facts = new.facts, transcript = new.transcript,
    explanation = new.explanation, category = new.category, permanence = new.permanence, confidence = new.confidence
FROM json_to_recordset(%s::json)
    AS new (id bigint, job_id bigint, outcome text, closed_at timestamptz, stage text, code int, enhanced text, text text, facts jsonb,
            transcript text, explanation text, category text, permanence text, confidence text)
WHERE attempt.id = new.id AND CASE attempt.outcome WHEN 'open' THEN attempt.job_id END = new.job_id
"""


def move_jobs(outcomes: Sequence[Explained], *, now: datetime) -> set[int]:
    """Move each job to its next state; answer the ids of those whose lease was still held."""
    rows = [
        {
            "id": one.result.job_id,
            "worker": one.result.worker,
            "state": str(one.decision.state),
            "due_at": _written(one.decision.due_at),
            "counted": _counted(one),
            "happened_at": _written(one.result.at or now),
            "finished": one.decision.state not in (JobState.QUEUED, JobState.HELD),
            "explanation": one.code or None,
            "category": one.category or None,
        }
        for one in outcomes
    ]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [json.dumps(rows)])
        return {job_id for (job_id,) in cursor.fetchall()}


def _counted(one: Explained) -> int:
    """A try that never offered the message, or met a fault of the account, is not held against the message."""
    return int(one.result.outcome != Attempt.Outcome.NOT_OFFERED and not one.decision.hold_account)


def close_attempts(outcomes: Sequence[Explained]) -> None:
    """Write the evidence and today's reading of it; an attempt is closed once."""
    with connection.cursor() as cursor:
        cursor.execute(_CLOSE, [json.dumps([_closed(one) for one in outcomes])])


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None


def _closed(one: Explained) -> dict[str, Any]:
    result, diagnosis = one.result, one.diagnosis
    deciding = diagnosis.evidence.deciding if diagnosis else None
    return {
        "id": result.attempt_id,
        "job_id": result.job_id,
        "outcome": str(Attempt.Outcome(result.outcome)),
        "closed_at": _written(result.at),
        "stage": result.stage or (diagnosis.evidence.stage if diagnosis else "") or "",
        "code": result.code or (deciding.code if deciding else None),
        "enhanced": result.enhanced or (deciding.enhanced if deciding else "") or "",
        # PostgreSQL stores no NUL; what replaces it is the sign for it.
        "text": result.text.replace("\0", "␀"),
        "facts": dict(result.facts),
        "transcript": result.transcript.replace("\0", "␀"),
        "explanation": one.code,
        "category": one.category,
        "permanence": diagnosis.permanence if diagnosis else "",
        "confidence": diagnosis.confidence if diagnosis else "",
    }
