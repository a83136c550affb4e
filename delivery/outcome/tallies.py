"""Hourly counts, written in the same transaction as the outcomes they count."""

from collections import Counter
from collections.abc import Iterable
from datetime import UTC, datetime

from django.db import connection

from delivery.outcome.explained import Explained

_ADD = """
INSERT INTO delivery_tally (account_id, hour, outcome, explanation, category, count)
SELECT * FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::text[], %s::text[], %s::int[])
ON CONFLICT (account_id, hour, outcome, explanation, category)
DO UPDATE SET count = delivery_tally.count + EXCLUDED.count
"""


def hour_of(moment: datetime) -> datetime:
    """The start of the hour, UTC, that a moment is counted in."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def count(outcomes: Iterable[Explained], *, now: datetime) -> None:
    """Add outcomes to the tallies of their hour; in key order, so that two workers never wait in a circle."""
    totals = Counter(
        (one.account_id, hour_of(one.result.at or now), str(one.result.outcome), one.code, one.category)
        for one in outcomes
    )
    with connection.cursor() as cursor:
        cursor.execute(
            _ADD, [list(column) for column in zip(*((*key, totals[key]) for key in sorted(totals)), strict=True)]
        )
