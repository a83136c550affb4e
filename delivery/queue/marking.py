"""Marks messages as handed over: one connection to PostgreSQL for all conversations of this process.

A mark must be in the database before the final dot of its message is written. It is one small statement that does not
wait for the disk (a dead worker does not lose it; what a dead database loses is told by the epoch). Marks that are asked
for at the same moment travel together, so that many conversations cost few round trips, and none of them keeps a
connection of its own while it waits for its server.

A mark also vouches for the message before it on the same connection: its acceptance is written down in the same
statement. So outcomes may be recorded later and many at once, and still a worker that dies leaves one message in doubt.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection

# The setting ends with the statement; it is not left behind on the connection.
_MARK_ONE = """
UPDATE delivery_job SET handed_over_at = %s, vouches_for = %s, vouches_text = %s
WHERE id = %s AND (state, claimed_by) IS NOT DISTINCT FROM ('sending', %s)
RETURNING id, set_config('synchronous_commit', 'off', true)
"""
_MARK_MANY = """
UPDATE delivery_job AS job
SET handed_over_at = new.at, vouches_for = new.vouches_for, vouches_text = new.vouches_text
FROM unnest(%s::timestamptz[], %s::bigint[], %s::text[], %s::bigint[], %s::text[])
    AS new (at, vouches_for, vouches_text, id, worker)
WHERE job.id = new.id AND job.state = 'sending' AND job.claimed_by = new.worker
RETURNING job.id, set_config('synchronous_commit', 'off', true)
"""
#: So much of a server's words is written down with a mark; the whole follows when the outcome is recorded.
_LONGEST_TEXT = 500


class MarkError(Exception):
    """The database could not be reached: whether the mark was set is not known, so the final dot must not be written."""


@dataclass(frozen=True, kw_only=True)
class Vouched:
    """A job whose message was surely taken, and the server's words for it."""

    job_id: int
    text: str


@dataclass(kw_only=True)
class _Asked:
    job_id: int
    worker: str
    at: datetime
    vouched: Vouched | None
    held: bool | None = None
    fault: psycopg.Error | None = field(default=None, repr=False)

    @property
    def is_answered(self) -> bool:
        return self.held is not None or self.fault is not None

    def row(self) -> tuple[Any, ...]:
        """The mark as the statements' values, in their order."""
        vouched = self.vouched
        text = vouched.text.replace("\0", "␀")[:_LONGEST_TEXT] if vouched else ""
        return (self.at, vouched.job_id if vouched else None, text, self.job_id, self.worker)


class Marks:
    """The process's connection for marks; open while any conversation is under way."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._asked: deque[_Asked] = deque()
        self._connection: psycopg.Connection[Any] | None = None
        self._users = 0

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Keep the connection for as long as the block runs; the last one out closes it."""
        with self._turn:
            self._users += 1
        try:
            yield
        finally:
            with self._turn:
                self._users -= 1
                if not self._users:
                    self._close()

    def mark(self, job_id: int, *, worker: str, now: datetime, vouched: Vouched | None = None) -> bool:
        """Note that the body's last byte is about to be written; False when the lease is lost and it must not be."""
        asked = _Asked(job_id=job_id, worker=worker, at=now, vouched=vouched)
        self._asked.append(asked)
        with self._turn:
            # Whoever had the turn before may have taken this one along.
            if not asked.is_answered:
                self._answer([self._asked.popleft() for _ in range(len(self._asked))])
        if asked.fault is not None:
            raise MarkError(type(asked.fault).__name__) from asked.fault
        return bool(asked.held)

    def _answer(self, together: list[_Asked]) -> None:
        try:
            rows = _marked(self._opened(), [one.row() for one in together])
        except psycopg.Error as fault:
            self._close()
            for one in together:
                one.fault = fault
        else:
            held = {row[0] for row in rows}
            for one in together:
                one.held = one.job_id in held

    def _opened(self) -> "psycopg.Connection[Any]":
        if self._connection is None:
            told = connection.get_connection_params()
            words = {
                name: told[name] for name in told if name not in ("context", "cursor_factory", "prepare_threshold")
            }
            self._connection = psycopg.connect(**words, autocommit=True)
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _marked(connection: "psycopg.Connection[Any]", rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """Set marks; nearly always it is one, for which arrays would cost more than the statement itself."""
    if len(rows) == 1:
        return connection.execute(_MARK_ONE, rows[0], prepare=True).fetchall()
    columns = [list(column) for column in zip(*rows, strict=True)]
    return connection.execute(_MARK_MANY, columns, prepare=True).fetchall()


#: Of this process.
MARKS = Marks()
