"""Did the database lose its last moments? An epoch lasts from one unclean stop of PostgreSQL to the next.

What is committed without waiting for the disk (the marks) survives every death of a worker, and every polite stop of the
server; an unclean stop loses the last of it. The epoch stands in an UNLOGGED table, which PostgreSQL itself empties
whenever it recovers from a crash: of the machine, of the server, or of one of its processes. Each claim writes the epoch
into its jobs, so that the sweep can tell whether the mark on a job can be trusted.
"""

from datetime import timedelta
from uuid import UUID

from django.db import connection

_CURRENT = "SELECT name FROM delivery_epoch"
_BEGIN = """
INSERT INTO delivery_epoch (id, name, began_at) VALUES (1, gen_random_uuid(), clock_timestamp()) ON CONFLICT DO NOTHING
"""
_SETTLED = """
SELECT clock_timestamp() > make_interval(secs => %s) + GREATEST(pg_postmaster_start_time(), (SELECT began_at FROM delivery_epoch))
"""


def current_epoch() -> UUID:
    """The epoch we are in; the first who asks begins it."""
    with connection.cursor() as cursor:
        cursor.execute(_CURRENT)
        row = cursor.fetchone()
        if row is None:
            cursor.execute(_BEGIN)
            cursor.execute(_CURRENT)
            row = cursor.fetchone()
    name: UUID = row[0]
    return name


def has_settled(patience: timedelta) -> bool:
    """Whether the server has been up for so long that every living worker had time to come back to it."""
    current_epoch()
    with connection.cursor() as cursor:
        cursor.execute(_SETTLED, [patience.total_seconds()])
        (settled,) = cursor.fetchone()
    return bool(settled)
