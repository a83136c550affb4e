"""Depth: does a claim take longer with many finished jobs, and with many waiting for an account on hold?"""

import os
import statistics
import time

from benchmarks.answer import ratio
from chaos.house import House

#: DEPTH=5000000 is what is wanted; filling it takes long.
DEPTH = int(os.environ.get("DEPTH", "300000"))
WAITING = 100_000
CLAIMS = 40

_FILL = """
INSERT INTO delivery_job (message_id, account_id, recipient, recipient_name, state, priority, tries, last_attempt,
                          reported, claimed_by, explanation, category, resend_reason, created_at, happened_at,
                          finished_at, due_at)
SELECT %(message)s, %(account)s, 'c' || n || '@example.net', '', %(state)s, 5, 1, 1, false, '', '', '', '',
       now() - n * interval '1 second', now() - n * interval '1 second', CASE WHEN %(due)s THEN NULL ELSE now() END,
       CASE WHEN %(due)s THEN now() END
FROM generate_series(1, %(many)s) AS n
"""


def main() -> None:
    """Claims of 200 in an empty database, then in a deep one."""
    house = House(options=("max_wal_size=4GB",))
    try:
        house.open()
        from django.db import connection  # noqa: PLC0415 (needs Django)
        from django.utils import timezone  # noqa: PLC0415

        from benchmarks import work  # noqa: PLC0415
        from delivery.models import Account, Message  # noqa: PLC0415
        from delivery.queue.claiming import claim  # noqa: PLC0415

        def claims(account: Account) -> float:
            """The middle of so many claims, in milliseconds."""
            work.queue([account], CLAIMS * 200)
            Account.objects.filter(pk=account.pk).update(state=Account.State.ACTIVE)
            taken = []
            for number in range(CLAIMS):
                began = time.monotonic()
                claimed = claim(account.pk, worker=f"w{number}", limit=200, now=timezone.now())
                taken.append(time.monotonic() - began)
                assert len(claimed) == 200
            return statistics.median(taken) * 1000

        shallow, deep, old = work.make_accounts(9, 3)
        before = claims(shallow)
        message = Message.objects.first()
        assert message is not None
        with connection.cursor() as cursor:
            for many, state, due in ((DEPTH, "accepted", False), (WAITING, "queued", True)):
                cursor.execute(
                    _FILL, {"message": message.pk, "account": old.pk, "state": state, "due": due, "many": many}
                )
            cursor.execute("VACUUM ANALYZE delivery_job")
        after = claims(deep)
        what = f"{DEPTH} finished jobs and {WAITING} waiting for an account that is paused"
        ratio("depth", after, before, unit=" ms a claim", against=f"an empty database; ours: {what}")
    finally:
        house.close()


if __name__ == "__main__":
    main()
