"""Marks messages as handed over: one connection to PostgreSQL for all conversations of this process.

A mark must be in the database before the final dot of its message is written. It is one small row in a table without a
log, and does not wait for the disk (a dead worker does not lose it; that a dead database did is told by the epoch). Marks that are asked
for at the same moment travel together, so that many conversations cost few round trips, and none of them keeps a
connection of its own while it waits for its server.

A mark also vouches for the message before it on the same connection: its acceptance is written down in the same
statement. So outcomes may be recorded later and many at once, and still a worker that dies leaves one message in doubt.
"""

import json
import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGconn, PGresult

# The job is locked while its mark is set, so that whoever takes it over (sending/lost.py) sees the mark or is seen.
# The state is asked about together with the holder, so that the job is found by its id and never by walking a state.
_SET = """
INSERT INTO delivery_mark (job_id, worker, at, vouches_for, vouches_text)
SELECT job.id, {values}
FROM {rows} delivery_job AS job
WHERE job.id = {job_id} AND CASE job.state WHEN 'sending' THEN job.claimed_by END = {worker}
FOR SHARE OF job
ON CONFLICT (job_id) DO UPDATE SET
    worker = EXCLUDED.worker, at = EXCLUDED.at,
    vouches_for = EXCLUDED.vouches_for, vouches_text = EXCLUDED.vouches_text
RETURNING job_id
"""
_NAMES = ("job_id", "worker", "at", "vouches_for", "vouches_text")
_ONE = _SET.format(
    rows="",
    job_id="$1::bigint",
    worker="$2::text",
    values="$2::text, $3::timestamptz, NULLIF($4::text, '')::bigint, $5::text",
)
_MANY = _SET.format(
    rows="json_to_recordset($1::json) AS new (job_id bigint, worker text, at timestamptz, vouches_for text, vouches_text text),",
    job_id="new.job_id",
    worker="new.worker",
    values="new.worker, new.at, NULLIF(new.vouches_for, '')::bigint, new.vouches_text",
)
_STATEMENTS = {b"one": _ONE, b"many": _MANY}
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

    def row(self) -> tuple[str, ...]:
        """The mark as the statements' values, in their order."""
        vouched = self.vouched
        text = vouched.text.replace("\0", "␀")[:_LONGEST_TEXT] if vouched else ""
        return (str(self.job_id), self.worker, self.at.isoformat(), str(vouched.job_id) if vouched else "", text)


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
            held = _set(self._opened().pgconn, [one.row() for one in together])
        except psycopg.Error as fault:
            self._close()
            for one in together:
                one.fault = fault
        else:
            for one in together:
                one.held = one.job_id in held

    def _opened(self) -> "psycopg.Connection[Any]":
        if self._connection is None:
            told = connection.get_connection_params()
            words = {
                name: told[name] for name in told if name not in ("context", "cursor_factory", "prepare_threshold")
            }
            self._connection = psycopg.connect(**words, autocommit=True)
            self._connection.execute("SET synchronous_commit TO off")
            for name, statement in _STATEMENTS.items():
                _checked(self._connection.pgconn.prepare(name, statement.encode()))
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _set(connection: PGconn, rows: list[tuple[str, ...]]) -> set[int]:
    """Set marks; answer the jobs for which it was allowed.

    Libpq's own call: a cursor costs more than the statement itself, and this is the wait of every message.
    """
    if len(rows) == 1:
        name, values = b"one", rows[0]
    else:
        name, values = b"many", (json.dumps([dict(zip(_NAMES, row, strict=True)) for row in rows]),)
    answer = _checked(connection.exec_prepared(name, [value.encode() for value in values]))
    return {int(answer.get_value(row, 0) or b"") for row in range(answer.ntuples)}


def _checked(answer: PGresult) -> PGresult:
    if answer.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        raise psycopg.OperationalError(answer.get_error_message())
    return answer


#: Of this process.
MARKS = Marks()
