"""Everything the page of one account shows."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Max, Min, Q, Sum

from delivery.models import Account, Activity, Incident, Job
from delivery.models.job import TROUBLED, UNFINISHED
from delivery.queries.trend import Trend, trend_of

#: How many of the last failures and deeds are shown.
LAST = 10


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """Mail of the account that has not gone out yet."""

    queued: int
    held: int
    #: When the longest-waiting of it was handed in.
    oldest: datetime | None


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """All living incidents of one explanation."""

    explanation: str
    category: str
    failures: int
    #: How many recipient domains it is about; 0: the account itself.
    domains: int
    first_seen_at: datetime
    last_seen_at: datetime


@dataclass(frozen=True, kw_only=True)
class AccountPage:
    """One account with its mail, its troubles and what was done to it."""

    account: Account
    waiting: Waiting
    troubles: tuple[Trouble, ...]
    failures: tuple[Job, ...]
    activities: tuple[Activity, ...]
    trend: Trend


def page_of(account_id: int, *, now: datetime) -> AccountPage | None:
    """Gather one account; None when there is none of that number."""
    account = Account.objects.defer("secret").filter(pk=account_id).first()
    if account is None:
        return None
    failures = (
        Job.objects.filter(account=account, state__in=TROUBLED)
        .select_related("message")
        .only(
            "id", "state", "recipient", "recipient_name", "explanation", "category", "happened_at", "account",
            "message__kind", "message__subject",
        )
        .order_by("-happened_at", "-id")
    )  # fmt: skip
    return AccountPage(
        account=account,
        waiting=_waiting(account),
        troubles=_troubles(account),
        failures=tuple(failures[:LAST]),
        activities=tuple(Activity.objects.filter(account=account).order_by("-at", "-id")[:LAST]),
        trend=trend_of(account_id, now=now),
    )


def _troubles(account: Account) -> tuple[Trouble, ...]:
    """What put the account on hold first, then what was seen last."""
    rows = (
        Incident.objects.filter(account=account, state__in=Incident.LIVE)
        .order_by()
        .values("explanation", "category")
        .annotate(
            number=Sum("failures"),
            domains=Count("recipient_domain", filter=~Q(recipient_domain=""), distinct=True),
            first=Min("first_seen_at"),
            last=Max("last_seen_at"),
        )
    )
    troubles = [
        Trouble(
            explanation=row["explanation"],
            category=row["category"],
            failures=row["number"],
            domains=row["domains"],
            first_seen_at=row["first"],
            last_seen_at=row["last"],
        )
        for row in rows
    ]
    latest_first = sorted(troubles, key=lambda one: one.last_seen_at, reverse=True)
    return tuple(sorted(latest_first, key=lambda one: one.explanation != account.held_for))


def _waiting(account: Account) -> Waiting:
    counted = Job.objects.filter(account=account, state__in=UNFINISHED).aggregate(
        queued=Count("id", filter=~Q(state=Job.State.HELD)),
        held=Count("id", filter=Q(state=Job.State.HELD)),
        oldest=Min("created_at"),
    )
    return Waiting(**counted)
