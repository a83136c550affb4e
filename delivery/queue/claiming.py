"""Takes due jobs of one account: one statement, no waiting for others.

The claim is the try's beginning: the job says who makes it, since when and its number; the attempt is written when it ends.

A claim waits for the disk; what is sent under it may not. Jobs are sent in the order of `Claimed`: by priority, then id.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import connection, transaction

from delivery.models import Account
from delivery.queue.epoch import current_epoch

_CLAIM = """
WITH claimed AS (
    UPDATE delivery_job SET
        state = 'sending', claimed_by = %(worker)s, lease_until = %(until)s, due_at = NULL,
        epoch = %(epoch)s, lead = %(lead)s, last_attempt = last_attempt + 1, happened_at = %(now)s
    WHERE id = ANY (ARRAY (
        SELECT id FROM delivery_job
        WHERE account_id = %(account)s AND state = 'queued' AND due_at <= %(now)s
          AND EXISTS (
              SELECT FROM delivery_account
              WHERE id = %(account)s AND state = 'active' AND (paced_until IS NULL OR paced_until <= %(now)s)
                AND (%(unchecked)s OR changed_at IS NOT DISTINCT FROM %(changed_at)s))
          AND (expires_at IS NULL OR expires_at > %(now)s)
        ORDER BY priority, due_at, id
        LIMIT %(limit)s
        FOR UPDATE SKIP LOCKED))
    RETURNING id, message_id, recipient, priority, expires_at
)
SELECT claimed.id, claimed.recipient, claimed.expires_at, message.from_email, message.mime
FROM claimed
JOIN delivery_message AS message ON message.id = claimed.message_id
ORDER BY claimed.priority, claimed.id
"""


@dataclass(frozen=True, kw_only=True)
class Claimed:
    """A job leased to a worker, with everything it takes to send it."""

    job_id: int
    claimed_at: datetime
    recipient: str
    #: Not to be sent after this.
    expires_at: datetime | None
    sender: str
    mime: bytes


def lease_length() -> timedelta:
    """How long a worker may keep silent before its jobs are given to others."""
    return timedelta(seconds=settings.LEASE_SECONDS)


def claim(
    account_id: int, *, worker: str, limit: int, now: datetime, lead: int = 1, known: Account | None = None
) -> list[Claimed]:
    """Lease up to `limit` due jobs to `worker`, most urgent first; jobs that others hold are passed over.

    `lead` is a promise: so many of them at most will be handed over before it is on the disk how they ended.
    `known` is the account as the worker knows it: where its server or login changed since, the worker gets nothing.
    An account that was paused, put on hold or asked to slow down gives none, also to who is in the middle of sending
    its mail.
    """
    values: dict[str, Any] = {
        "account": account_id,
        "worker": worker,
        "until": now + lease_length(),
        "now": now,
        "limit": limit,
        "lead": lead,
        "epoch": current_epoch(),
        "unchecked": known is None,
        "changed_at": known and known.changed_at,
    }
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(_CLAIM, values)
        return [
            Claimed(
                job_id=job_id,
                claimed_at=now,
                recipient=recipient,
                expires_at=expires_at,
                sender=sender,
                mime=bytes(mime or b""),
            )
            for job_id, recipient, expires_at, sender, mime in cursor.fetchall()
        ]
