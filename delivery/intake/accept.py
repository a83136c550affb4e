"""The one door for mail: checks it, stores message and jobs in one statement, knocks after the commit."""

from datetime import datetime
from functools import partial

from django.db import DatabaseError, connection, transaction
from psycopg import Cursor

from delivery.intake.accounts import REMEMBERED, Asked, asked_by
from delivery.intake.checking import refusal_of
from delivery.intake.earlier import earlier_answer
from delivery.intake.knocks import KNOCKS
from delivery.intake.rows import rows_of
from delivery.intake.storing import open_session, store, stored
from delivery.intake.submission import Accepted, Refusal, Submission

__all__ = ["Accepted", "accept"]

#: So often an account may be changed just while a mail is stored for it.
_TRIES = 5


def accept(submission: Submission, *, now: datetime) -> Accepted | Refusal:
    """Take a mail over, or say what is wrong with it; a refusal changes nothing.

    The same idempotency key with the same content gives the first answer, with other content a refusal.
    """
    wrong = refusal_of(submission, now=now)
    if wrong:
        return wrong
    asked = asked_by(submission)
    for _ in range(_TRIES):
        answer = _store(submission, asked, now=now)
        if answer is not None:
            return answer
        REMEMBERED.forget(asked)
    raise DatabaseError(f"the account {asked.account or asked.sender} is changed again and again")


def _store(submission: Submission, asked: Asked, *, now: datetime) -> Accepted | Refusal | None:
    """Accept, refuse, or give the first answer again; None when what was remembered of the account is out of date."""
    found = REMEMBERED.find(asked)
    if isinstance(found, Refusal):
        return found
    rows = rows_of(submission, found, now=now)
    with connection.wrap_database_errors:
        cursor = Cursor(open_session())
        store(cursor, [rows], now=now)
        accepted = stored(cursor).get(0)
    if accepted is None:
        return earlier_answer(submission, found.source_id)
    transaction.on_commit(partial(KNOCKS.ask, found.account_id))
    return accepted
