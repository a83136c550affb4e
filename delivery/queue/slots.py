"""The account's connection limit, shared by all workers on all machines: one lease row per connection."""

from datetime import datetime
from typing import Any

from django.db import connection, transaction

from delivery.queue.claiming import lease_length
from delivery.queue.epoch import current_epoch

# While the server was away nobody could renew, so for one lease after its return whoever held a slot still holds it.
_TAKE = """
WITH returned AS (
    SELECT GREATEST(pg_postmaster_start_time(), (SELECT began_at FROM delivery_epoch)) + %(lease)s::interval > %(now)s
           AS just_now)
INSERT INTO delivery_slot (account_id, number, held_by, until)
SELECT %(account)s, free.number, %(worker)s, %(until)s
FROM generate_series(1, %(most)s) AS free (number), returned
WHERE NOT EXISTS (
    SELECT 1 FROM delivery_slot AS taken
    WHERE taken.account_id = %(account)s AND taken.number = free.number
      AND (taken.until > %(now)s OR (taken.held_by <> '' AND returned.just_now)))
ORDER BY free.number LIMIT 1
ON CONFLICT (account_id, number) DO UPDATE SET held_by = EXCLUDED.held_by, until = EXCLUDED.until
WHERE delivery_slot.until <= %(now)s AND (delivery_slot.held_by = '' OR NOT (SELECT just_now FROM returned))
RETURNING number
"""


def take_slot(account_id: int, *, most: int, worker: str, now: datetime) -> int | None:
    """Take the right to one connection; None when all `most` are taken.

    Two workers may reach for the same free number; the one that loses tries the next.
    """
    values: dict[str, Any] = {
        "account": account_id,
        "most": most,
        "worker": worker,
        "now": now,
        "until": now + lease_length(),
        "lease": lease_length(),
    }
    current_epoch()
    for _try in range(most):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(_TAKE, values)
            row = cursor.fetchone()
        if row:
            return int(row[0])
    return None


def give_back(account_id: int, number: int, *, worker: str, now: datetime) -> None:
    """Free the connection's slot, if it is still ours."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE delivery_slot SET until = %s, held_by = '' WHERE account_id = %s AND number = %s AND held_by = %s",
            [now, account_id, number, worker],
        )
