"""Jobs whose worker died: what was not handed over goes again, what was is uncertain."""

from collections import defaultdict
from datetime import datetime

from delivery.models import Account, Attempt, Job
from delivery.outcome.record import record
from delivery.outcome.result import Result

#: So many lost jobs are looked after per sweep.
BATCH = 1000
LOST = "The worker that had this message stopped without a word."


def recover_lost(*, now: datetime) -> int:
    """End the tries of workers whose lease ran out; answer how many were ended."""
    lost: dict[int, list[Result]] = defaultdict(list)
    jobs = Job.objects.filter(state=Job.State.SENDING, lease_until__lt=now).order_by("id")[:BATCH]
    attempts = {
        attempt.job_id: attempt.pk
        for attempt in Attempt.objects.filter(job__in=[job.pk for job in jobs], outcome=Attempt.Outcome.OPEN).only(
            "id", "job_id"
        )
    }
    for job in jobs:
        handed_over = job.handed_over_at is not None
        lost[job.account_id].append(
            Result(
                job_id=job.pk,
                attempt_id=attempts[job.pk],
                worker=job.claimed_by,
                outcome=Attempt.Outcome.UNCERTAIN if handed_over else Attempt.Outcome.NOT_OFFERED,
                at=now,
                stage="body" if handed_over else "",
                facts={"note": LOST},
            )
        )
    accounts = Account.objects.in_bulk(lost)
    return sum(len(record(results, account=accounts[pk], now=now)) for pk, results in sorted(lost.items()))
