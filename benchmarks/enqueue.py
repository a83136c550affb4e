"""Enqueue: messages of 2 KB taken over per second, one by one and in bulk, addresses checked.

Each side's natural doors, on the same PostgreSQL, which waits for the disk at every commit. They take turns, and the
middle one of the rounds counts: a disk that is busy for a while is not to decide who is ahead.
"""

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING

from benchmarks.answer import ratio
from benchmarks.post_office import PostOffice
from chaos.house import House

if TYPE_CHECKING:
    from delivery.intake.submission import Submission

#: Messages one by one; ten times as many in bulk. In so many rounds.
SIZE, ROUNDS = int(os.environ.get("SIZE", "2500")), 5
#: What applications hand over at once.
AT_ONCE = 1000
_TEXT = "Thank you for your order, it is on its way.\n" * (2048 // 44)


def main() -> None:
    """Ours through the one door for mail and the one for many; theirs through mail.send() and mail.send_many()."""
    house = House()
    try:
        house.open()
        from benchmarks import work  # noqa: PLC0415 (needs Django)

        (account,) = work.make_accounts(9, 1)
        peer = PostOffice(house, 9)
        _make_bare_table()
        one, many = SIZE // ROUNDS, SIZE * 10 // ROUNDS
        ours, theirs, bare = _speeds(
            one,
            lambda: _one_by_one(account.alias, one),
            lambda: peer.enqueue(one, bulk=False),
            lambda: _bare(one),
        )
        print(f"   the limit: {bare:.0f}/s, one INSERT of 2 KB into a table without indexes, committed", flush=True)
        ratio("enqueue", ours, theirs, against="django-post_office, mail.send()")
        ours, theirs = _speeds(
            many,
            lambda: _in_bulk(account.alias, many),
            lambda: peer.enqueue(many, bulk=True),
        )
        ratio("enqueue-bulk", ours, theirs, against="django-post_office, mail.send_many()")
    finally:
        house.close()


def _speeds(many: int, *sides: Callable[[], float]) -> list[float]:
    """What each side takes over per second, in the middle one of its rounds; the first round only warms up."""
    rounds = [[side() for side in sides] for _ in range(ROUNDS + 1)][1:]
    return [many / median(seconds) for seconds in zip(*rounds, strict=True)]


def _one_by_one(alias: str, many: int) -> float:
    from delivery.intake.accept import accept  # noqa: PLC0415 (needs Django)

    began = time.monotonic()
    for number in range(many):
        _sure(accept(_mail(alias, number), now=_now()))
    return time.monotonic() - began


def _in_bulk(alias: str, many: int) -> float:
    from delivery.intake.bulk import accept_many  # noqa: PLC0415 (needs Django)

    began = time.monotonic()
    for start in range(0, many, AT_ONCE):
        numbers = range(start, min(many, start + AT_ONCE))
        for answer in accept_many([_mail(alias, number) for number in numbers], now=_now()):
            _sure(answer)
    return time.monotonic() - began


def _mail(alias: str, number: int) -> "Submission":
    from delivery.intake.submission import Submission  # noqa: PLC0415 (needs Django)

    return Submission(account=alias, to=(f"customer{number}@example.net",), subject=f"Order {number}", text=_TEXT)


def _now() -> datetime:
    return datetime.now(UTC)


def _sure(answer: object) -> None:
    if type(answer).__name__ != "Accepted":
        raise SystemExit(f"not accepted: {answer}")


def _make_bare_table() -> None:
    from django.db import connection  # noqa: PLC0415 (needs settings)

    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE bare (content bytea)")


def _bare(many: int) -> float:
    from django.db import connection  # noqa: PLC0415 (needs settings)

    content = _TEXT.encode("ascii")
    with connection.cursor() as cursor:
        session = cursor.connection
    began = time.monotonic()
    for _ in range(many):
        session.execute("INSERT INTO bare VALUES (%b)", [content], prepare=True)
    return time.monotonic() - began


if __name__ == "__main__":
    main()
