"""The list of e-mails: what was asked for, one page of it, and how many there are of each kind."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.db import connection, models
from django.db.models import Prefetch, Q, QuerySet
from django.utils import timezone
from django.utils.translation import pgettext_lazy

from delivery.models import Account, Incident, Job
from delivery.models.job import TROUBLED, JobState
from delivery.queries.cursor import Cursor, Page, turn
from delivery.queries.search import find

#: Nobody counts further: beyond this the page says "10,000+".
COUNTED = 10_000
PAGE = 50


class Shown(models.TextChoices):
    """The ready-made views on top of the list."""

    ATTENTION = "attention", pgettext_lazy("view", "Needs attention")
    FAILED = "failed", pgettext_lazy("view", "Failed")
    HELD = "held", pgettext_lazy("view", "On hold")
    UNCERTAIN = "uncertain", pgettext_lazy("view", "Uncertain")
    EXPIRED = "expired", pgettext_lazy("view", "Expired")
    RETRYING = "retrying", pgettext_lazy("view", "Will be retried")
    WAITING = "waiting", pgettext_lazy("view", "Waiting")
    ACCEPTED = "accepted", pgettext_lazy("view", "Accepted")
    CANCELLED = "cancelled", pgettext_lazy("view", "Cancelled")
    ALL = "all", pgettext_lazy("view", "All")


_UNDER_WAY = (JobState.QUEUED, JobState.SENDING)
#: What each view holds, as (state, has failed before) pairs; None: both.
_HOLDS: Mapping[Shown, tuple[tuple[JobState, ...], bool | None]] = {
    Shown.ATTENTION: (TROUBLED, None),
    Shown.FAILED: ((JobState.FAILED,), None),
    Shown.HELD: ((JobState.HELD,), None),
    Shown.UNCERTAIN: ((JobState.UNCERTAIN,), None),
    Shown.EXPIRED: ((JobState.EXPIRED,), None),
    Shown.RETRYING: (_UNDER_WAY, True),
    Shown.WAITING: (_UNDER_WAY, False),
    Shown.ACCEPTED: ((JobState.ACCEPTED,), None),
    Shown.CANCELLED: ((JobState.CANCELLED,), None),
    Shown.ALL: (tuple(JobState), None),
}


@dataclass(frozen=True, kw_only=True)
class Asked:
    """What the viewer wants to see; empty means no wish."""

    shown: Shown = Shown.ATTENTION
    account: int | None = None
    cause: str = ""
    category: str = ""
    since: date | None = None
    until: date | None = None
    words: str = ""


@dataclass(frozen=True, kw_only=True)
class Count:
    """How many e-mails a view holds; `capped` means "this many or more"."""

    shown: Shown
    number: int
    capped: bool


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the filters offer."""

    accounts: tuple[tuple[int, str], ...] = field(default=())
    causes: tuple[str, ...] = field(default=())


def page_of(asked: Asked, *, cursor: Cursor | None, size: int) -> Page[Job]:
    """One page of the list, newest first, with all that a row shows."""
    jobs = (
        _in_view(_matching(asked), asked.shown)
        .select_related("message", "account")
        .only(
            "id", "recipient", "recipient_name", "state", "due_at", "tries", "explanation", "category", "happened_at", "reported",
            "message__kind", "message__subject", "account__name", "account__reported_only", "account__state",
        )
        .prefetch_related(
            Prefetch("resends", queryset=Job.objects.only("id", "state", "resend_of", "explanation").order_by("id"))
        )
    )  # fmt: skip
    return turn(jobs, cursor=cursor, size=size)


def neighbours(asked: Asked, job: Job) -> tuple[int | None, int | None]:
    """The e-mails before (newer) and after (older) this one in the list that was asked for."""
    jobs = _in_view(_matching(asked), asked.shown).values_list("id", flat=True)
    here = Cursor.at(job)
    newer = here.newer(jobs).order_by("happened_at", "id").first()
    older = here.older(jobs).order_by("-happened_at", "-id").first()
    return newer, older


def counts(asked: Asked) -> list[Count]:
    """How many e-mails each view holds under the other wishes: one statement, no state counted beyond the cap."""
    matching = _matching(asked).order_by()
    failed_before = models.Case(models.When(explanation="", then=False), default=True)
    capped = [
        matching.filter(state=state).annotate(failed=failed_before).values_list("state", "failed")[: COUNTED + 1]
        for state in JobState
    ]
    union, params = capped[0].union(*capped[1:], all=True).query.sql_with_params()
    with connection.cursor() as database:
        database.execute(
            f"SELECT col1, col2, count(*) FROM ({union}) AS counted (col1, col2) GROUP BY 1, 2",  # noqa: S608
            params,
        )
        found = {(state, failed): number for state, failed, number in database.fetchall()}
    return [_count(shown, found) for shown in Shown]


def choices() -> Choices:
    """The accounts there are and the causes that have been met."""
    return Choices(
        accounts=tuple(Account.objects.values_list("id", "name")[:500]),
        causes=tuple(Incident.objects.order_by().values_list("explanation", flat=True).distinct()),
    )


def _count(shown: Shown, found: Mapping[tuple[str, bool], int]) -> Count:
    states, failed = _HOLDS[shown]
    number = sum(count for (state, before), count in found.items() if state in states and failed in (None, before))
    return Count(shown=shown, number=min(number, COUNTED), capped=number > COUNTED)


def _in_view(jobs: QuerySet[Job], shown: Shown) -> QuerySet[Job]:
    states, failed = _HOLDS[shown]
    if shown == Shown.ALL:
        return jobs
    jobs = jobs.filter(state__in=states)
    if failed is None:
        return jobs
    return jobs.exclude(explanation="") if failed else jobs.filter(explanation="")


def _matching(asked: Asked) -> QuerySet[Job]:
    wishes = Q()
    if asked.account:
        wishes &= Q(account_id=asked.account)
    if asked.cause:
        wishes &= Q(explanation=asked.cause)
    if asked.category:
        wishes &= Q(category=asked.category)
    if asked.since:
        wishes &= Q(happened_at__gte=_start(asked.since))
    if asked.until:
        wishes &= Q(happened_at__lt=_start(asked.until + timedelta(days=1)))
    jobs = Job.objects.filter(wishes)
    return find(jobs, asked.words) if asked.words else jobs


def _start(day: date) -> datetime:
    """Midnight of the day in the viewer's zone."""
    return timezone.make_aware(datetime.combine(day, time.min))
