"""The list of accounts: how each is doing, in a fixed number of queries."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Sum

from delivery.models import Account, Attempt, Incident, Job, Tally
from delivery.models.job import UNFINISHED

#: "Lately" in the list.
LATELY = timedelta(hours=24)


@dataclass(frozen=True, kw_only=True)
class Trouble:
    """Failures of one kind that go on, of all scopes together."""

    explanation: str
    category: str
    failures: int


@dataclass(frozen=True, kw_only=True)
class Standing:
    """One account as the list shows it. Counts of tries are those of the last 24 hours, by whole hours."""

    account: Account
    waiting: int
    held: int
    accepted: int
    refused: int
    #: What is wrong now: what put the account on hold first, then the largest.
    troubles: tuple[Trouble, ...]


def standings(*, now: datetime) -> list[Standing]:
    """Every account, those in trouble first, then by name."""
    accounts = list(Account.objects.defer("secret"))
    jobs = _waiting()
    tries = _tries(now)
    incidents = _incidents()
    rows = [
        Standing(
            account=account,
            waiting=jobs.get((account.pk, Job.State.QUEUED), 0) + jobs.get((account.pk, Job.State.SENDING), 0),
            held=jobs.get((account.pk, Job.State.HELD), 0),
            accepted=tries.get((account.pk, Attempt.Outcome.ACCEPTED), 0),
            refused=tries.get((account.pk, Attempt.Outcome.REFUSED), 0),
            troubles=_troubles(account, incidents.get(account.pk, Counter())),
        )
        for account in accounts
    ]
    return sorted(rows, key=_worst_first)


def _worst_first(row: Standing) -> tuple[bool, bool, int, str]:
    held = row.account.state == Account.State.HELD
    return (row.account.reported_only, not held, -row.refused, row.account.name.lower())


def _waiting() -> Mapping[tuple[int, str], int]:
    rows = Job.objects.filter(state__in=UNFINISHED).order_by().values("account", "state").annotate(number=Count("id"))
    return {(row["account"], row["state"]): row["number"] for row in rows}


def _tries(now: datetime) -> Mapping[tuple[int, str], int]:
    rows = Tally.objects.filter(hour__gt=now - LATELY, hour__lte=now).values("account", "outcome")
    return {(row["account"], row["outcome"]): row["number"] for row in rows.annotate(number=Sum("count"))}


def _incidents() -> Mapping[int, Counter[tuple[str, str]]]:
    """Failures of living incidents by account, then by explanation and category."""
    rows = Incident.objects.filter(state__in=Incident.LIVE).order_by().values("account", "explanation", "category")
    by_account: dict[int, Counter[tuple[str, str]]] = {}
    for row in rows.annotate(number=Sum("failures")):
        by_account.setdefault(row["account"], Counter())[(row["explanation"], row["category"])] = row["number"]
    return by_account


def _troubles(account: Account, failures: Counter[tuple[str, str]]) -> tuple[Trouble, ...]:
    ranked = sorted(failures.items(), key=lambda one: (one[0][0] != account.held_for, -one[1], one[0]))
    return tuple(Trouble(explanation=key[0], category=key[1], failures=number) for key, number in ranked)
