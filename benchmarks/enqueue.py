"""Enqueue: messages taken over per second, one by one, addresses checked."""

import os
import time

from benchmarks.answer import ratio
from benchmarks.post_office import PostOffice
from chaos.house import House

SIZE = int(os.environ.get("SIZE", "2000"))
_TEXT = "Thank you for your order, it is on its way.\n" * (2048 // 44)


def main() -> None:
    """Ours through the one door for mail; theirs through mail.send()."""
    house = House()
    try:
        house.open()
        from django.utils import timezone  # noqa: PLC0415 (needs Django)

        from benchmarks import work  # noqa: PLC0415
        from delivery.intake.accept import accept  # noqa: PLC0415
        from delivery.intake.submission import Submission  # noqa: PLC0415

        (account,) = work.make_accounts(9, 1)
        began = time.monotonic()
        for number in range(SIZE):
            to = (f"customer{number}@example.net",)
            accept(Submission(account=account.alias, to=to, subject=f"Order {number}", text=_TEXT), now=timezone.now())
        ours = SIZE / (time.monotonic() - began)
        theirs = SIZE / PostOffice(house, 9).enqueue(SIZE, bulk=False)
        ratio("enqueue", ours, theirs, against="django-post_office, mail.send()")
    finally:
        house.close()


if __name__ == "__main__":
    main()
