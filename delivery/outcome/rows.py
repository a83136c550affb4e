"""The statement that ends tries: each job moves on, its attempt is written. Many at once, in one round trip.

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
# the holder, so that the few rows are found by their ids and never by walking a state.
_END = """
WITH told AS (
  SELECT * FROM json_to_recordset(%s::json) AS row (
    job_id bigint, worker text, opened_at timestamptz, closed_at timestamptz, happened_at timestamptz,
    state text, due_at timestamptz, counted int, finished bool,
    outcome text, stage text, code int, enhanced text, text text, facts jsonb, transcript text,
    explanation text, category text, permanence text, confidence text)
), moved AS (
  UPDATE delivery_job AS job SET
    state = told.state, due_at = told.due_at, tries = job.tries + told.counted, happened_at = told.happened_at,
    finished_at = CASE WHEN told.finished THEN told.happened_at END,
    explanation = CASE WHEN told.state = 'accepted' THEN '' ELSE COALESCE(NULLIF(told.explanation, ''), job.explanation) END,
    category = CASE WHEN told.state = 'accepted' THEN '' ELSE COALESCE(NULLIF(told.category, ''), job.category) END,
    claimed_by = '', lease_until = NULL
  FROM told
  WHERE job.id = told.job_id AND CASE job.state WHEN 'sending' THEN job.claimed_by END = told.worker
  RETURNING job.last_attempt AS number, told.*
), written AS (
  INSERT INTO delivery_attempt (job_id, number, opened_at, closed_at, outcome, worker, stage, code, enhanced, text, facts,
                                transcript, explanation, category, permanence, confidence)
  SELECT job_id, number, opened_at, closed_at, outcome, worker, stage, code, enhanced, text, facts,
         transcript, explanation, category, permanence, confidence FROM moved
)
SELECT job_id FROM moved
"""


def end_tries(outcomes: Sequence[Explained], *, now: datetime) -> set[int]:
    """Move the jobs on and write their attempts, evidence and today's reading of it; answer the jobs still leased."""
    with connection.cursor() as cursor:
        cursor.execute(_END, [json.dumps([_row(one, now=now) for one in outcomes])])
        return {job_id for (job_id,) in cursor.fetchall()}


def _row(one: Explained, *, now: datetime) -> dict[str, Any]:
    result, diagnosis = one.result, one.diagnosis
    deciding = diagnosis.evidence.deciding if diagnosis else None
    closed_at = _written(result.at)
    return {
        "job_id": result.job_id,
        "worker": result.worker,
        "opened_at": _written(result.opened_at),
        "closed_at": closed_at,
        "happened_at": closed_at or _written(now),
        "state": one.decision.state.value,
        "due_at": _written(one.decision.due_at),
        "counted": _counted(one),
        "finished": one.decision.state not in (JobState.QUEUED, JobState.HELD),
        "outcome": result.outcome.value,
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


def _counted(one: Explained) -> int:
    """A try that never offered the message, or met a fault of the account, is not held against the message."""
    return int(one.result.outcome != Attempt.Outcome.NOT_OFFERED and not one.decision.hold_account)


def _written(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
