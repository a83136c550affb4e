"""Marks messages as handed over: one connection to PostgreSQL for all conversations of this process.

A mark must be in the database before the final dot of its message is written. Each run has one small row in a table
without a log, which it rewrites in place and without waiting for the disk (a dead worker does not lose it; that a dead
database did is told by the epoch). Marks that are wanted at the same moment travel together, so that many conversations
cost few round trips, and none of them keeps a connection of its own while it waits for its server.

A mark also vouches for the messages before it on the same connection: they were taken, and the last one's words are
written down in the same statement. So outcomes may be recorded later and many at once, and still a worker that dies
leaves one message in doubt.

Whoever takes a silent run's jobs over takes its row away first (sending/lost.py): a run without a row hands nothing over.
"""

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import psycopg
from django.db import connection
from psycopg.pq import ExecStatus
from psycopg.pq.abc import PGresult

_BEGIN = "INSERT INTO delivery_mark (worker, at, vouches_text) VALUES (%s, %s, '')"
_END = "DELETE FROM delivery_mark WHERE worker = %s"
_SET = """
UPDATE delivery_mark AS mark SET
    job_id = new.job_id, claimed_at = new.claimed_at, at = new.at, vouches_for = new.vouches_for, vouches_text = new.vouches_text
FROM (VALUES {rows}) AS new (worker, job_id, claimed_at, at, vouches_for, vouches_text)
WHERE mark.worker = new.worker
RETURNING mark.worker
"""
_TYPES = ("text", "bigint", "timestamptz", "timestamptz", "bigint", "text")
#: So many travel in one statement at most; each number has a statement of its own, prepared when it is first needed.
_TOGETHER = 16
#: So much of a server's words is written down with a mark; the whole follows when the outcome is recorded.
_LONGEST_TEXT = 500


@dataclass(frozen=True, kw_only=True)
class Vouched:
    """A job whose message was surely taken, and the server's words for it."""

    job_id: int
    text: str


@dataclass(kw_only=True)
class Wanted:
    """A mark somebody wants to be set, and what came of it."""

    job_id: int
    worker: str
    claimed_at: datetime
    at: datetime
    vouched: Vouched | None = None
    #: Whether it is set; if not, and there is no fault, the run was taken over and the final dot must not be written.
    is_set: bool = False
    fault: psycopg.Error | None = field(default=None, repr=False)

    def values(self) -> list[Any]:
        """The values of the statement's row, in its order."""
        vouched = self.vouched
        text = vouched.text.replace("\0", "␀")[:_LONGEST_TEXT] if vouched else ""
        return [
            self.worker.encode(),
            b"%d" % self.job_id,
            self.claimed_at.isoformat().encode(),
            self.at.isoformat().encode(),
            b"%d" % vouched.job_id if vouched else None,
            text.encode(errors="replace"),
        ]


def begin(worker: str, *, now: datetime) -> None:
    """Allow a run to hand messages over."""
    with connection.cursor() as cursor:
        cursor.execute(_BEGIN, [worker, now])


def end(worker: str) -> None:
    """Take a run's mark away: everything it handed over is recorded."""
    with connection.cursor() as cursor:
        cursor.execute(_END, [worker])


class Marks:
    """The process's connection for marks, used by one thread at a time; open while any run is under way."""

    def __init__(self) -> None:
        self._turn = threading.Lock()
        self._connection: psycopg.Connection[Any] | None = None
        self._prepared: set[int] = set()
        self._users = 0

    @contextmanager
    def kept_open(self) -> Iterator[None]:
        """Keep the connection for as long as the block runs; the last one out, when nobody sets marks, closes it."""
        with self._turn:
            self._users += 1
        try:
            yield
        finally:
            with self._turn:
                self._users -= 1
                if not self._users:
                    self._close()

    def put(self, wanted: Sequence[Wanted]) -> None:
        """Note that the last bytes of these messages are about to be written; each is told whether it may be."""
        for start in range(0, len(wanted), _TOGETHER):
            together = wanted[start : start + _TOGETHER]
            try:
                held = self._put(together)
            except psycopg.Error as fault:
                self._close()
                for one in together:
                    one.fault = fault
            else:
                for one in together:
                    one.is_set = one.worker.encode() in held

    def _put(self, together: Sequence[Wanted]) -> set[bytes | None]:
        """Set marks; answer the workers for which it was allowed.

        Libpq's own call: a cursor costs more than the statement itself, and this is the wait of every message.
        """
        session = self._opened().pgconn
        many = len(together)
        name = b"set%d" % many
        if many not in self._prepared:
            _checked(session.prepare(name, _statement(many).encode()))
            self._prepared.add(many)
        answer = _checked(session.exec_prepared(name, [value for one in together for value in one.values()]))
        return {answer.get_value(row, 0) for row in range(answer.ntuples)}

    def _opened(self) -> "psycopg.Connection[Any]":
        if self._connection is None:
            told = connection.get_connection_params()
            words = {
                name: told[name] for name in told if name not in ("context", "cursor_factory", "prepare_threshold")
            }
            self._connection = psycopg.connect(**words, autocommit=True)
            self._connection.execute("SET synchronous_commit TO off")
            self._prepared = set()
        return self._connection

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None


def _statement(many: int) -> str:
    """The statement that sets so many marks."""
    numbered = [
        ", ".join(f"${row * len(_TYPES) + column}::{kind}" for column, kind in enumerate(_TYPES, 1))
        for row in range(many)
    ]
    return _SET.format(rows=", ".join(f"({values})" for values in numbered))


def _checked(answer: PGresult) -> PGresult:
    if answer.status not in (ExecStatus.COMMAND_OK, ExecStatus.TUPLES_OK):
        raise psycopg.OperationalError(answer.get_error_message())
    return answer


#: Of this process.
MARKS = Marks()
