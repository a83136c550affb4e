"""The door for many mails at once: each is checked and answered by itself, all are stored with few statements.

While PostgreSQL stores one batch the next is put together: a batch travels in psycopg's pipeline, and its answers are
fetched when the one after it is ready. Each batch is a transaction of its own (or part of the one around it all), so
that what was answered stays, whatever happens to the rest.
"""

import logging
from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.db import DatabaseError, connection, transaction
from psycopg import Cursor

from delivery.intake.accept import accept
from delivery.intake.accounts import Found, asked_by, find
from delivery.intake.checking import refusal_of
from delivery.intake.knocks import KNOCKS
from delivery.intake.rows import Row, rows_of
from delivery.intake.storing import open_session, send_off, store, stored
from delivery.intake.submission import Accepted, Refusal, Submission

log = logging.getLogger(__name__)

#: What a batch holds at most: mails, jobs, bytes of content.
MOST_MAILS, MOST_JOBS, MOST_BYTES = 250, 2_000, 8 * 1024 * 1024


class BrokenOffError(DatabaseError):
    """It broke off on the way. `answers`, in the order of the mails, holds what is certain.

    Where it holds None the mail may be stored or not: hand it over again, with the same idempotency key.
    """

    def __init__(self, answers: Sequence[Accepted | Refusal | None]) -> None:
        super().__init__(f"{answers.count(None)} of {len(answers)} mails have no answer; hand them over again")
        self.answers = tuple(answers)


def accept_many(submissions: Sequence[Submission], *, now: datetime) -> list[Accepted | Refusal]:
    """Take mails over as `accept` takes one; the answers stand in the order of the mails.

    A refused mail changes nothing for the others. Of two with the same idempotency key the first counts.
    """
    answers: list[Accepted | Refusal | None] = [refusal_of(submission, now=now) for submission in submissions]
    try:
        _answer_batches(submissions, answers, now=now)
        # What was passed over was handed over before, or its account has just been changed.
        for index, answer in enumerate(answers):
            if answer is None:
                answers[index] = accept(submissions[index], now=now)
    except Exception as fault:
        # Whatever it is, what is stored already must not be handed over a second time for want of an answer.
        if connection.in_atomic_block:
            # Nothing of it lasts.
            raise
        raise BrokenOffError(answers) from fault
    return [answer for answer in answers if answer is not None]


def _answer_batches(
    submissions: Sequence[Submission], answers: list[Accepted | Refusal | None], *, now: datetime
) -> None:
    """Fill in the answers of all that can be stored together."""
    asked = {index: asked_by(submissions[index]) for index, answer in enumerate(answers) if answer is None}
    if not asked:
        return
    found = find(list(dict.fromkeys(asked.values())))
    places: dict[int, Found] = {}
    for index, one in asked.items():
        account = found[one]
        if isinstance(account, Refusal):
            answers[index] = account
        else:
            places[index] = account
    with connection.wrap_database_errors:
        for indexes, accepted in _stored_in_batches(submissions, places, now=now):
            for place, answer in accepted.items():
                answers[indexes[place]] = answer
            for account_id in {places[indexes[place]].account_id for place in accepted}:
                transaction.on_commit(partial(KNOCKS.ask, account_id))


def _stored_in_batches(
    submissions: Sequence[Submission], places: dict[int, Found], *, now: datetime
) -> Iterator[tuple[list[int], dict[int, Accepted]]]:
    """The indexes of each batch, and what of it was stored, by the place in the batch."""
    session = open_session()
    under_way: tuple[list[int], Cursor[Any]] | None = None
    with session.pipeline() as pipeline:
        for batch in _batches(submissions, places, now=now):
            if under_way is not None:
                pipeline.sync()
                yield under_way[0], stored(under_way[1])
            under_way = [index for index, _ in batch], Cursor(session)
            store(under_way[1], [rows for _, rows in batch], now=now)
            send_off(session)
        if under_way is not None:
            pipeline.sync()
            yield under_way[0], stored(under_way[1])


def _batches(
    submissions: Sequence[Submission], places: dict[int, Found], *, now: datetime
) -> Iterator[list[tuple[int, tuple[Row, list[Row]]]]]:
    """The mails as rows, in batches; a batch is made when it is asked for."""
    batch: list[tuple[int, tuple[Row, list[Row]]]] = []
    jobs = size = 0
    for index, found in places.items():
        try:
            rows = rows_of(submissions[index], found, now=now)
        except Exception:
            log.exception("a mail cannot be put together; it fails alone, when the others have their answers")
            continue
        more_jobs, more_size = len(rows[1]), len(rows[0]["mime"])
        if batch and (len(batch) == MOST_MAILS or jobs + more_jobs > MOST_JOBS or size + more_size > MOST_BYTES):
            yield batch
            batch, jobs, size = [], 0, 0
        batch.append((index, rows))
        jobs, size = jobs + more_jobs, size + more_size
    if batch:
        yield batch
