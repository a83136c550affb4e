"""Hands mails to PostgreSQL: one round trip, prepared once and in PostgreSQL's own formats.

To plan the statement anew and to write its values as text would cost more than to store them.
"""

import select
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import connection
from psycopg import Connection, Cursor

from delivery.intake.rows import Row
from delivery.intake.statements import MESSAGE, STORE_MANY, STORE_ONE
from delivery.intake.submission import Accepted

#: After so many times psycopg prepares by itself; we ask for it. Django turns that off, for it never asks.
_PREPARED = 5


def open_session() -> "Connection[Any]":
    """Django's own connection, in its transaction. Use it inside `connection.wrap_database_errors`."""
    connection.close_if_health_check_failed()
    connection.ensure_connection()
    connection.validate_no_broken_transaction()
    session: Connection[Any] = connection.connection
    if session.prepare_threshold is None:
        # Django's cursors are not touched by it: they write their values into the text, which is never prepared.
        session.prepare_threshold = _PREPARED
    return session


def store(cursor: "Cursor[Any]", mails: Sequence[tuple[Row, list[Row]]], *, now: datetime) -> None:
    """Store mails; what was stored is then read from the cursor with `stored`."""
    (message, jobs), *others = mails
    if not others and len(jobs) == 1:
        cursor.execute(STORE_ONE, {**message, **jobs[0], "now": now}, prepare=True)
        return
    values: dict[str, Any] = {name: [message[name] for message, _ in mails] for name in MESSAGE}
    for name in ("recipient", "tokens"):
        values[name] = [job[name] for _, jobs in mails for job in jobs]
    values["place"] = [place for place, (_, jobs) in enumerate(mails, 1) for _ in jobs]
    cursor.execute(STORE_MANY, {**values, "now": now}, prepare=True)


def send_off(session: "Connection[Any]") -> None:
    """See that all of a statement in the pipeline is on its way: psycopg leaves what does not go at once for later."""
    writable = select.poll()
    writable.register(session.fileno(), select.POLLOUT)
    while session.pgconn.flush():
        writable.poll()


def stored(cursor: "Cursor[Any]") -> dict[int, Accepted]:
    """What was stored, by the index of the mail among those handed to `store`."""
    jobs: dict[tuple[int, int], list[int]] = {}
    for place, message_id, job_id in cursor.fetchall():
        jobs.setdefault((place - 1, message_id), []).append(job_id)
    return {index: Accepted(message_id=message_id, jobs=tuple(ids)) for (index, message_id), ids in jobs.items()}
