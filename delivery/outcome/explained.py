"""The catalogue's reading of one result, and what is to be done about it."""

from dataclasses import dataclass
from datetime import datetime

from delivery.models import Account, Attempt
from delivery.models.job import JobState
from delivery.outcome.asked_wait import asked_wait
from delivery.outcome.result import Result
from delivery.outcome.retries import Decision, decide
from delivery.queries.facts import evidence_of, facts_of
from diagnostics.diagnose import diagnose
from diagnostics.diagnosis import Diagnosis
from diagnostics.vocabulary import Scope

#: A failure here is met before any message is offered.
BEFORE_OFFER = ("dns", "connect", "greeting", "tls", "login")
#: There is nothing to think about.
_ACCEPTED = Decision(state=JobState.ACCEPTED)


@dataclass(frozen=True, kw_only=True)
class Explained:
    """A result with its diagnosis (None unless something was refused) and the decision drawn from it."""

    account_id: int
    result: Result
    diagnosis: Diagnosis | None
    decision: Decision

    @property
    def code(self) -> str:
        """The explanation's code; empty when there is nothing to explain."""
        return self.diagnosis.code if self.diagnosis else ""

    @property
    def category(self) -> str:
        """The category of the failure; empty when there is none."""
        return self.diagnosis.category if self.diagnosis else ""

    @property
    def scope(self) -> Scope:
        """What fails together with this failure."""
        explanation = self.diagnosis.explanation if self.diagnosis else None
        return explanation.scope if explanation else "account"


def explain(
    result: Result,
    *,
    account: Account,
    tries: int,
    expires_at: datetime | None,
    resend_uncertain: bool,
    now: datetime,
    spread: float,
) -> Explained:
    """Diagnose a result and decide what follows; `tries` counts this try."""
    if result.outcome == Attempt.Outcome.ACCEPTED:
        return Explained(account_id=account.pk, result=result, diagnosis=None, decision=_ACCEPTED)
    if result.outcome == Attempt.Outcome.UNCERTAIN:
        again = _again_in_doubt(tries, expires_at, now, spread) if resend_uncertain else None
        return Explained(
            account_id=account.pk, result=result, diagnosis=None, decision=again or Decision(state=JobState.UNCERTAIN)
        )
    if result.outcome == Attempt.Outcome.NOT_OFFERED:
        return Explained(
            account_id=account.pk, result=result, diagnosis=None, decision=Decision(state=JobState.QUEUED, due_at=now)
        )
    diagnosis = diagnose(
        evidence_of(text=result.text, facts=result.facts, stage=result.stage),
        facts_of(account=account, attempt_facts=result.facts, now=now),
    )
    if result.reported:
        return Explained(
            account_id=account.pk, result=result, diagnosis=diagnosis, decision=Decision(state=JobState.FAILED)
        )
    decision = decide(
        advice=diagnosis.advice,
        permanence=diagnosis.permanence,
        tries=tries,
        now=now,
        expires_at=expires_at,
        # Where nobody answered the words are our own.
        asked=asked_wait(result.text) if result.code is not None else None,
        before_offer=result.stage in BEFORE_OFFER,
        spread=spread,
    )
    return Explained(account_id=account.pk, result=result, diagnosis=diagnosis, decision=decision)


def _again_in_doubt(tries: int, expires_at: datetime | None, now: datetime, spread: float) -> Decision | None:
    """When to send again what may have arrived, if still at all: with pauses, for the recipient may get it each time."""
    decision = decide(
        advice="retry-soon",
        permanence="transient",
        tries=tries,
        now=now,
        expires_at=expires_at,
        asked=None,
        before_offer=False,
        spread=spread,
    )
    return decision if decision.state == JobState.QUEUED else None
