"""Send: 10,000 messages of 2 KB, from queued to accepted and recorded, by two worker processes."""

import os

from benchmarks.answer import ratio
from benchmarks.bare import time_bare
from benchmarks.post_office import PostOffice
from benchmarks.sink import sink
from chaos.house import House

SIZE = int(os.environ.get("SIZE", "10000"))


def main() -> None:
    """Ours, then the bare loop, then django-post_office, on the same sink and the same PostgreSQL."""
    house = House(lease_seconds=60)
    try:
        house.open()
        from benchmarks import work  # noqa: PLC0415 (needs Django)

        with sink() as port:
            accounts = work.make_accounts(port, len(work.SHARES))
            work.start_workers(house, 2)
            warm = work.make_accounts(port, 2)
            work.queue(warm, 400)
            work.time_sending(warm)
            work.queue(accounts, SIZE, shares=work.SHARES)
            ours = SIZE / work.time_sending(accounts)
            print(f"   ours: {ours:.0f}/s", flush=True)
            for running in (*house.workers, *house.beats):
                running.stop()
            bare = SIZE / time_bare(port, work.message_of(2048), messages=SIZE, processes=2)
            ratio("send-bare", ours, bare, against="smtplib loop, two processes, nothing recorded")
            peer = PostOffice(house, port)
            theirs = SIZE / peer.send(SIZE)
            ratio("send", ours, theirs, against="django-post_office, 2 processes, batches of 1000, 2 threads each")
    finally:
        house.close()


if __name__ == "__main__":
    main()
