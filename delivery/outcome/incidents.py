"""Failures with the same explanation and scope become one incident; a closed one that comes back regresses."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet

from delivery.models import Account, Incident
from delivery.outcome.explained import Explained

#: A trouble that returns within this time is the same one, come back; later it is a new one.
RETURNS_WITHIN = timedelta(days=30)
#: A trouble that no success ends counts as over when nothing was seen of it for so long.
QUIET_FOR = timedelta(days=14)

_REGRESS = """
UPDATE delivery_incident SET state = 'regressed', closed_at = NULL
WHERE id = (
    SELECT id FROM delivery_incident
    WHERE explanation = %(explanation)s AND account_id = %(account_id)s AND recipient_domain = %(domain)s
      AND state IN ('recovered', 'resolved') AND closed_at > %(since)s AND closed_at < %(first)s
      AND NOT EXISTS (
          SELECT 1 FROM delivery_incident
          WHERE explanation = %(explanation)s AND account_id = %(account_id)s
            AND recipient_domain = %(domain)s AND state IN ('open', 'regressed', 'snoozed'))
    ORDER BY closed_at DESC LIMIT 1
    FOR UPDATE)
"""
_JOIN = """
INSERT INTO delivery_incident
    (explanation, category, account_id, recipient_domain, state, first_seen_at, last_seen_at, failures)
VALUES (%(explanation)s, %(category)s, %(account_id)s, %(domain)s, 'open', %(first)s, %(last)s, %(failures)s)
ON CONFLICT (explanation, account_id, recipient_domain) WHERE state IN ('open', 'regressed', 'snoozed')
DO UPDATE SET failures = delivery_incident.failures + EXCLUDED.failures,
    first_seen_at = LEAST(delivery_incident.first_seen_at, EXCLUDED.first_seen_at),
    last_seen_at = GREATEST(delivery_incident.last_seen_at, EXCLUDED.last_seen_at)
RETURNING id
"""


@dataclass(frozen=True, kw_only=True)
class Key:
    """What makes two failures one trouble."""

    account_id: int
    explanation: str
    category: str
    recipient_domain: str


def key_of(outcome: Explained, *, recipient: str) -> Key:
    """The trouble a failure belongs to."""
    domain = recipient.rpartition("@")[2].lower() if outcome.scope == "recipient-domain" else ""
    return Key(
        account_id=outcome.account_id, explanation=outcome.code, category=outcome.category, recipient_domain=domain
    )


def join(failures: Iterable[tuple[Explained, str]], *, now: datetime) -> dict[int, int]:
    """Let failures (each with its recipient) join their incidents; answer job id → incident id."""
    groups: dict[Key, list[Explained]] = {}
    for outcome, recipient in failures:
        groups.setdefault(key_of(outcome, recipient=recipient), []).append(outcome)
    joined: dict[int, int] = {}
    with connection.cursor() as cursor:
        for key in sorted(groups, key=lambda key: (key.account_id, key.explanation, key.recipient_domain)):
            times = [outcome.result.at or now for outcome in groups[key]]
            values: dict[str, Any] = {
                "explanation": key.explanation,
                "category": key.category,
                "account_id": key.account_id,
                "domain": key.recipient_domain,
                "first": min(times),
                "last": max(times),
                "failures": len(times),
                "since": min(times) - RETURNS_WITHIN,
            }
            cursor.execute(_REGRESS, values)
            cursor.execute(_JOIN, values)
            (incident_id,) = cursor.fetchone()
            joined.update({outcome.result.job_id: incident_id for outcome in groups[key]})
    return joined


#: Troubles of the account itself, which end with the next message that is accepted.
_OF_THE_ACCOUNT = ["authentication", "tls", "connection", "sender-permission"]
_ENDED_BY_SUCCESS = Q(recipient_domain="", category__in=_OF_THE_ACCOUNT)
_RECOVER = """
UPDATE delivery_incident AS incident SET state = 'recovered', closed_at = success.at, snoozed_until = NULL
FROM unnest(%s::bigint[], %s::timestamptz[]) AS success (account_id, at)
WHERE incident.account_id = success.account_id AND incident.last_seen_at < success.at
  AND incident.recipient_domain = '' AND incident.category = ANY (%s)
  AND incident.state IN ('open', 'regressed', 'snoozed')
"""


def recover(successes: Mapping[int, datetime]) -> None:
    """Mail of these accounts (by id) was accepted at these times: their account-side incidents have recovered."""
    with connection.cursor() as cursor:
        cursor.execute(_RECOVER, [list(successes), list(successes.values()), _OF_THE_ACCOUNT])


def close_quiet(*, now: datetime) -> int:
    """Close what no success ends (recipients, limits, reports) once it was quiet for long; answer how many.

    Of an account that is paused or on hold nothing is seen because nothing is sent: there silence says nothing.
    """
    quiet = Incident.objects.filter(
        ~_ENDED_BY_SUCCESS | Q(account__reported_only=True),
        account__state=Account.State.ACTIVE,
        state__in=Incident.LIVE,
        last_seen_at__lte=now - QUIET_FOR,
    )
    return _close(Incident.objects.filter(pk__in=quiet.values("pk")), now=now)


def _close(incidents: QuerySet[Incident], *, now: datetime) -> int:
    return incidents.update(state=Incident.State.RECOVERED, closed_at=now, snoozed_until=None)
