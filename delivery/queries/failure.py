"""Everything the page of one e-mail shows, gathered with a fixed number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from delivery.models import Account, Activity, Attempt, Job
from delivery.queries.around import Around, look_around
from delivery.queries.facts import evidence_of, facts_of
from delivery.queries.timeline import Event, timeline
from diagnostics.diagnose import diagnose
from diagnostics.diagnosis import Diagnosis
from diagnostics.document import Document
from diagnostics.facts import Try
from diagnostics.narrative import compose
from diagnostics.vocabulary import Language

#: A mail to more people than this shows so many of them.
MOST = 50
#: Tries that have something to say about why the e-mail did not go out.
_TROUBLE = (Attempt.Outcome.REFUSED, Attempt.Outcome.UNCERTAIN, Attempt.Outcome.NOT_RECORDED)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """One e-mail with its tries, its history and, where something was refused, the finished explanation."""

    job: Job
    attempts: tuple[Attempt, ...]
    #: The attempt that is explained: the latest refused one whose words are known; for an e-mail that only waits for
    #: its account, the one that put the account on hold.
    explained: Attempt | None
    #: The same message to other recipients.
    siblings: tuple[Job, ...]
    #: The original and everything it was sent again as, oldest first.
    family: tuple[Job, ...]
    timeline: tuple[Event, ...]
    document: Document | None

    @property
    def borrowed(self) -> bool:
        """True when the explanation is about another e-mail of the same account."""
        return self.explained is not None and self.explained.job_id != self.job.pk

    @property
    def leads(self) -> bool:
        """True when the explanation is the first thing to know about this e-mail as it stands now."""
        return (
            self.document is not None
            and not self.borrowed
            and self.job.state not in (Job.State.ACCEPTED, Job.State.UNCERTAIN)
        )


def failure_of(job_id: int, *, language: Language, now: datetime) -> Failure | None:
    """Gather one e-mail; None when there is none of that number."""
    job = (
        Job.objects.select_related("message__source", "account", "incident")
        .defer("message__mime", "account__secret")
        .filter(pk=job_id)
        .first()
    )
    if job is None:
        return None
    family = _family(job)
    tries = tuple(Attempt.objects.filter(job__in=family).order_by("job_id", "number"))
    attempts = tuple(attempt for attempt in tries if attempt.job_id == job.pk)
    explained = _explained(attempts)
    if explained is None and job.state == Job.State.HELD and job.account.held_for:
        # It waits because of its account: explain what the account met.
        explained = _met(job.account)
    deeds = Activity.objects.filter(job__in=family).order_by("at", "id")[:MOST]
    return Failure(
        job=job,
        attempts=attempts,
        explained=explained,
        siblings=_rows(Job.objects.filter(message=job.message_id).exclude(pk__in=[one.pk for one in family])),
        family=family,
        timeline=timeline(family, tries, deeds),
        document=_document(job, attempts, explained, language=language, now=now),
    )


def _met(account: Account) -> Attempt | None:
    """What put the account on hold, as the latest of its e-mails met it."""
    met = Job.objects.filter(account=account, explanation=account.held_for).order_by("-happened_at", "-id")
    latest = met.values_list("id", flat=True).first()
    return _explained(tuple(Attempt.objects.filter(job=latest).order_by("number"))) if latest else None


def _explained(attempts: Sequence[Attempt]) -> Attempt | None:
    refused = (one for one in reversed(attempts) if one.outcome == Attempt.Outcome.REFUSED and one.text)
    return next(refused, None)


def _family(job: Job) -> tuple[Job, ...]:
    root = job.origin_id or job.pk
    return _rows(Job.objects.filter(Q(pk=root) | Q(origin=root)))


def _rows(jobs: QuerySet[Job]) -> tuple[Job, ...]:
    """What a short row shows, no more."""
    fields = (
        "id", "state", "recipient", "explanation", "happened_at", "created_at", "resend_of", "resend_reason", "tries",
        "reported",
    )  # fmt: skip
    return tuple(jobs.only(*fields).order_by("id")[:MOST])


def _document(
    job: Job,
    attempts: Sequence[Attempt],
    explained: Attempt | None,
    *,
    language: Language,
    now: datetime,
) -> Document | None:
    if explained is None:
        return None
    around = look_around(job, at=explained.closed_at or job.happened_at)
    return compose(_diagnosis(job, attempts, explained, around, now=now), language)


def _diagnosis(
    job: Job, attempts: Sequence[Attempt], explained: Attempt, around: Around, *, now: datetime
) -> Diagnosis:
    tries = [one for one in attempts if one.outcome in _TROUBLE]
    # A borrowed explanation speaks of this e-mail's recipient, never of the other's.
    own = {**explained.facts, "recipient": job.recipient} if explained.job_id != job.pk else explained.facts
    return diagnose(
        evidence_of(text=explained.text, facts=own, stage=explained.stage),
        facts_of(
            account=job.account,
            attempt_facts=explained.facts,
            now=now,
            recorded_at=explained.closed_at,
            recipient=job.recipient or None,
            message_kind=job.message.kind or None,
            attempts=[_try(one) for one in tries],
            total_attempts=len(tries) or None,
            next_attempt_at=job.due_at,
            siblings_failing=around.failing,
            siblings_working=around.working,
            similar_failures=around.similar,
        ),
    )


def _try(attempt: Attempt) -> Try:
    return Try(
        number=attempt.number,
        at=attempt.closed_at,
        text=attempt.text or None,
        recorded=attempt.outcome != Attempt.Outcome.NOT_RECORDED,
    )
