"""An account's failures by day and cause, from the hourly tallies: the same numbers for the chart and for its table."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Sum
from django.db.models.functions import TruncDate
from django.utils import timezone

from delivery.models import Attempt, Tally

DAYS = 30
#: So many causes have a colour of their own; the rest are counted together.
CAUSES = 6
#: Stands for all causes beyond those.
OTHERS = "others"


@dataclass(frozen=True, kw_only=True)
class Cause:
    """What a row of failures is named for. An explanation, or a category where nothing was recognised."""

    explanation: str
    category: str
    total: int


@dataclass(frozen=True, kw_only=True)
class Day:
    """One day in the viewer's zone: failed tries by cause, in the order of `Trend.causes`, and accepted mail."""

    date: date
    failures: tuple[int, ...]
    accepted: int

    @property
    def failed(self) -> int:
        """All failed tries of the day."""
        return sum(self.failures)


@dataclass(frozen=True, kw_only=True)
class Trend:
    """Thirty days, oldest first."""

    causes: tuple[Cause, ...]
    days: tuple[Day, ...]

    @property
    def failed(self) -> int:
        """All failed tries."""
        return sum(day.failed for day in self.days)

    @property
    def accepted(self) -> int:
        """All accepted mail."""
        return sum(day.accepted for day in self.days)


def trend_of(account_id: int, *, now: datetime) -> Trend:
    """Count the last thirty days of an account, today included, in one query."""
    today = timezone.localdate(now)
    first = today - timedelta(days=DAYS - 1)
    failures, accepted = _counted(account_id, first=first, now=now)
    causes = _causes(failures)
    places = {(cause.explanation, cause.category): place for place, cause in enumerate(causes)}
    days = []
    for day in (first + timedelta(days=number) for number in range(DAYS)):
        row = [0] * len(causes)
        for key, number in failures.get(day, {}).items():
            row[places.get(key, len(causes) - 1)] += number
        days.append(Day(date=day, failures=tuple(row), accepted=accepted.get(day, 0)))
    return Trend(causes=causes, days=tuple(days))


Key = tuple[str, str]


def _counted(account_id: int, *, first: date, now: datetime) -> tuple[Mapping[date, Counter[Key]], Mapping[date, int]]:
    start = timezone.make_aware(datetime.combine(first, time.min))
    rows = (
        Tally.objects.filter(account=account_id, hour__gte=start, hour__lte=now)
        .filter(outcome__in=[Attempt.Outcome.REFUSED, Attempt.Outcome.ACCEPTED])
        .annotate(day=TruncDate("hour", tzinfo=timezone.get_current_timezone()))
        .values("day", "outcome", "explanation", "category")
        .annotate(number=Sum("count"))
        .order_by("day")
    )
    failures: dict[date, Counter[Key]] = {}
    accepted: Counter[date] = Counter()
    for row in rows:
        if row["outcome"] == Attempt.Outcome.ACCEPTED:
            accepted[row["day"]] += row["number"]
        else:
            failures.setdefault(row["day"], Counter())[(row["explanation"], row["category"])] += row["number"]
    return failures, accepted


def _causes(failures: Mapping[date, Counter[Key]]) -> tuple[Cause, ...]:
    """The commonest causes by name, the rest as one; at most CAUSES + 1."""
    total: Counter[Key] = Counter()
    for counted in failures.values():
        total.update(counted)
    ranked = sorted(total.items(), key=lambda one: (-one[1], one[0]))
    named = [Cause(explanation=key[0], category=key[1], total=number) for key, number in ranked[:CAUSES]]
    rest = sum(number for _, number in ranked[CAUSES:])
    return (*named, *([Cause(explanation=OTHERS, category="", total=rest)] if rest else []))
