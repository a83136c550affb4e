"""Not a question but a look: where one worker's time goes. `python -m benchmarks.profile [MESSAGES]`."""

import cProfile
import os
import pstats
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.sink import sink
from chaos.house import House


def _cpu_of_children(pid: int) -> float:
    """Seconds of CPU used by a server's processes, the ended ones too."""
    tick, total = os.sysconf("SC_CLK_TCK"), 0
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text("utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[1]) == pid or int(stat.parent.name) == pid:
            total += sum(map(int, fields[11:15]))
    return total / tick


class _Alone:
    """A line for one conversation on the calling thread, where a profile can see it."""

    def mark(self, wanted: Any) -> None:
        from delivery.queue.marking import MARKS  # noqa: PLC0415 (needs Django)

        MARKS.put([wanted])

    def wait_until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            time.sleep(0.001)


def main() -> None:
    """Send in this process, with a profile of one conversation and of the recorder's thread."""
    many = int(sys.argv[1]) if len(sys.argv) > 1 else 5000
    house = House(lease_seconds=60)
    try:
        house.open()
        from benchmarks import work  # noqa: PLC0415 (needs Django)
        from delivery.models import Account  # noqa: PLC0415
        from delivery.sending.recorder import Writer  # noqa: PLC0415
        from delivery.sending.run import send_due  # noqa: PLC0415
        from delivery.sending.switchboard import SWITCHBOARD  # noqa: PLC0415

        with sink() as port:
            plain, profiled = work.make_accounts(port, 2)
            Account.objects.update(state=Account.State.ACTIVE)
            for account in (plain, profiled):
                work.queue([account], many)
            began, ours = time.monotonic(), time.process_time()
            theirs = _cpu_of_children(house.postgres.process.pid)
            send_due(plain.pk)
            theirs = _cpu_of_children(house.postgres.process.pid) - theirs
            lasted = time.monotonic() - began
            print(
                f"   one connection: {many / lasted:.0f}/s, {(time.process_time() - ours) / many * 1e6:.0f} µs of our CPU each, "
                f"{theirs / many * 1e6:.0f} µs of PostgreSQL's"
            )
            recording = cProfile.Profile(time.thread_time)
            really = Writer._work  # noqa: SLF001 (the thread's own work)
            Writer._work = lambda self: recording.runcall(really, self)  # type: ignore[method-assign]  # noqa: SLF001
            SWITCHBOARD.speak = lambda _session, conversation: conversation(_Alone())  # type: ignore[method-assign, assignment, arg-type]
            conversing = cProfile.Profile(time.thread_time)
            conversing.runcall(send_due, profiled.pk)
            for name, profile in (("conversation", conversing), ("recorder", recording)):
                print(f"── {name}")
                pstats.Stats(profile).sort_stats("tottime").print_stats(22)
        assert threading.active_count() < 20
    finally:
        house.close()


if __name__ == "__main__":
    main()
