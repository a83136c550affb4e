"""Memory: a worker's size after the first tenth of the mail and after the last."""

import os
import threading
from pathlib import Path

from benchmarks.answer import ratio
from benchmarks.sink import sink
from chaos.house import House

SIZE = int(os.environ.get("SIZE", "100000"))


def _megabytes(pid: int) -> float:
    for line in Path(f"/proc/{pid}/status").read_text("ascii").splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) / 1024
    raise SystemExit("the worker has gone")


def main() -> None:
    """One worker, in ten parts."""
    house = House(lease_seconds=60)
    try:
        house.open()
        from benchmarks import work  # noqa: PLC0415 (needs Django)

        with sink() as port:
            work.start_workers(house, 1)
            sizes = []
            for part in range(10):
                accounts = work.make_accounts(port, len(work.SHARES))
                work.queue(accounts, SIZE // 10, shares=work.SHARES)
                work.time_sending(accounts)
                threading.Event().wait(0.5)
                sizes.append(_megabytes(house.workers[0].process.pid))
                print(f"   after {(part + 1) * SIZE // 10} messages: {sizes[-1]:.0f} MB", flush=True)
            ratio("memory", sizes[-1], sizes[0], unit=" MB", against="the same worker after a tenth of the mail")
    finally:
        house.close()


if __name__ == "__main__":
    main()
