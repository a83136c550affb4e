"""What else happened around a failure: the other accounts of that server, and failures of the same kind."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q, Sum

from delivery.models import Attempt, Job, Tally

#: How far back other mail is looked at, counted from the failure.
BEFORE = timedelta(days=1)
#: Nobody needs to know how many more there are.
COUNTED = 1000


@dataclass(frozen=True, kw_only=True)
class Around:
    """Counts within the day before a failure; None: there was nobody to compare with."""

    failing: int | None
    working: int | None
    #: Failures with the same explanation and scope, this one included; at most COUNTED.
    similar: int | None


def look_around(job: Job, *, at: datetime) -> Around:
    """Look at the day that ends with the failure, in two queries."""
    others = list(
        Tally.objects.filter(account__host=job.account.host, hour__gt=at - BEFORE - timedelta(hours=1), hour__lte=at)
        .exclude(account=job.account_id)
        .exclude(account__host="")
        .values("account")
        .annotate(
            accepted=Sum("count", filter=Q(outcome=Attempt.Outcome.ACCEPTED), default=0),
            refused=Sum("count", filter=Q(outcome=Attempt.Outcome.REFUSED), default=0),
        )
    )
    return Around(
        failing=sum(not other["accepted"] and other["refused"] > 0 for other in others) if others else None,
        working=sum(other["accepted"] > 0 for other in others) if others else None,
        similar=_similar(job, at=at),
    )


def _similar(job: Job, *, at: datetime) -> int | None:
    if job.incident_id is None:
        return None
    alike = Job.objects.filter(incident=job.incident_id, happened_at__gt=at - BEFORE, happened_at__lte=at)
    return alike.order_by()[:COUNTED].count()
