"""Knocks without making the one who hands mail over wait for Redis: a thread of this process knocks for all of them.

Accounts that are asked for while a knock is under way, or just was, are knocked for together. A process that dies
before has lost nothing: the sweep knocks too.
"""

import atexit
import os
import threading

from delivery.queue.knocking import knock

#: Seconds in which the mail of one account needs no more than one knock.
_A_WHILE = 0.02


class Knocks:
    """The accounts that wait for a knock, and the thread that gives it; it is started by the first who asks."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._wanted: set[int] = set()
        self._busy = False
        self._process: int | None = None

    def ask(self, account_id: int) -> None:
        """Knock soon."""
        with self._changed:
            self._wanted.add(account_id)
            # A thread does not follow into a forked process.
            if self._process != os.getpid():
                self._process = os.getpid()
                threading.Thread(target=self._work, name="knocks", daemon=True).start()
            self._changed.notify_all()

    def settle(self) -> None:
        """Return when everybody was knocked for."""
        with self._changed:
            self._changed.wait_for(lambda: not self._wanted and not self._busy, timeout=5)

    def _work(self) -> None:
        pause = threading.Event()
        try:
            while True:
                for account_id in self._taken():
                    knock(account_id)
                pause.wait(_A_WHILE)
        finally:
            # Whatever ended this thread, the next who asks starts another.
            self._process, self._busy = None, False

    def _taken(self) -> set[int]:
        """Those who wait; when nobody does, the first who comes."""
        with self._changed:
            self._busy = False
            self._changed.notify_all()
            self._changed.wait_for(lambda: bool(self._wanted))
            accounts, self._wanted, self._busy = self._wanted, set(), True
        return accounts


#: Of this process.
KNOCKS = Knocks()
atexit.register(KNOCKS.settle)
