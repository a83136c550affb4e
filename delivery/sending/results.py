"""From the ending of a conversation to the result that is recorded."""

from datetime import datetime
from typing import Any

from delivery.models import Attempt
from delivery.outcome.result import Result
from delivery.queue.claiming import Claimed
from delivery.smtp import Accepted, Endpoint, Failure, NotOffered, Refused, Uncertain
from delivery.smtp.outcome import Outcome

_OUTCOMES: dict[type[Outcome], Attempt.Outcome] = {
    Accepted: Attempt.Outcome.ACCEPTED,
    Refused: Attempt.Outcome.REFUSED,
    Failure: Attempt.Outcome.REFUSED,
    Uncertain: Attempt.Outcome.UNCERTAIN,
    NotOffered: Attempt.Outcome.NOT_OFFERED,
}


def result_of(outcome: Outcome, job: Claimed, *, endpoint: Endpoint, worker: str, at: datetime) -> Result:
    """The result of one job's try, with the exact words and everything the session saw."""
    return Result(
        job_id=job.job_id,
        worker=worker,
        outcome=_OUTCOMES[type(outcome)],
        opened_at=job.claimed_at,
        at=at,
        stage=outcome.stage,
        code=outcome.code,
        enhanced=outcome.enhanced or "",
        text=outcome.raw,
        facts=_facts(outcome, job, endpoint),
        transcript=outcome.conversation,
    )


def _facts(outcome: Outcome, job: Claimed, endpoint: Endpoint) -> dict[str, Any]:
    known: dict[str, Any] = {
        "host": endpoint.host,
        "port": endpoint.port,
        "security": endpoint.security,
        "login": endpoint.username,
        "sender": job.sender,
        "recipient": job.recipient,
        "fault": outcome.fault,
    }
    return {name: value for name, value in known.items() if value} | outcome.facts.known
