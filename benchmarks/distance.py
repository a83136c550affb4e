"""Distance: a server 20 ms away, and a hundred accounts whose servers take 50 ms for every answer."""

import os

from benchmarks.answer import ratio
from benchmarks.post_office import PostOffice
from benchmarks.sink import far_away, sink
from chaos.house import House

SIZE = int(os.environ.get("SIZE", "1000"))
FAR, SLOW, MANY = 0.020, 0.050, 100
#: Messages for each of the many: so many that what it takes to open a hundred sessions counts little.
EACH = 400


def main() -> None:
    """Four connections each against the same server far away; then a hundred accounts side by side."""
    house = House(lease_seconds=60)
    try:
        house.open()
        from benchmarks import work  # noqa: PLC0415 (needs Django)

        with sink() as port, far_away(port, seconds=FAR) as far, far_away(port, seconds=SLOW) as slow:
            work.start_workers(house, 2)
            accounts = work.make_accounts(far, 4, connections=1)
            work.queue(accounts, SIZE)
            ours = SIZE / work.time_sending(accounts)
            theirs = SIZE / PostOffice(house, far).send(SIZE)
            ratio("distance", ours, theirs, against=f"django-post_office, four connections, {FAR * 1000:.0f} ms away")
            crowd = work.make_accounts(slow, MANY, connections=1)
            work.queue(crowd, MANY * EACH)
            together = MANY * EACH / work.time_sending(crowd)
            ratio(
                "side-by-side", together, MANY / SLOW, against=f"{MANY} accounts, one message each {SLOW * 1000:.0f} ms"
            )
    finally:
        house.close()


if __name__ == "__main__":
    main()
