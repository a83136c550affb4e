"""Makes certain what knocks make soon: lost workers' leases, deadlines, held mail, due retries."""

from datetime import datetime

from django.db import connection, transaction
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from delivery.models import Account, Job, Slot
from delivery.queue.knocking import knock

#: So many rows are looked at per sweep and kind.
BATCH = 1000


def accounts_with_due_jobs(*, now: datetime) -> list[int]:
    """Active accounts that have something to send now and a connection left to send it over.

    One index look-up each, however much is finished.
    """
    due = Job.objects.filter(account=OuterRef("pk"), state=Job.State.QUEUED, due_at__lte=now)
    busy = Slot.objects.filter(account=OuterRef("pk"), until__gt=now).values("account").annotate(many=Count("*"))
    return list(
        Account.objects.sending()
        .filter(Q(paced_until__isnull=True) | Q(paced_until__lte=now), Exists(due), state=Account.State.ACTIVE)
        .filter(max_connections__gt=Coalesce(Subquery(busy.values("many")), 0))
        .values_list("pk", flat=True)
    )


def knock_for_due(*, now: datetime) -> int:
    """Knock for every account with due jobs; answer how many there are."""
    accounts = accounts_with_due_jobs(now=now)
    for account_id in accounts:
        knock(account_id)
    return len(accounts)


def expire(*, now: datetime) -> int:
    """Waiting jobs past their own deadline are over; answer how many."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            UPDATE delivery_job SET state = 'expired', due_at = NULL, happened_at = %(now)s, finished_at = %(now)s
            WHERE id = ANY (ARRAY (
                SELECT id FROM delivery_job WHERE state IN ('queued', 'held') AND expires_at <= %(now)s
                ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED))
            """,
            {"now": now, "limit": BATCH},
        )
        return cursor.rowcount
