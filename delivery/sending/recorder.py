"""Records outcomes while the conversation goes on: a thread for each run that commits what there is, many at once.

A commit waits for the disk. So everything that happened before an outcome which is recorded, the marks too, is there
after any stop of the database; and as no run is ever more than IN_DOUBT outcomes ahead of what is recorded, so many
messages at most can have lost their marks when the database stops uncleanly (lost.py relies on it).

While the database is away the outcomes are kept and written again until it is back: writing twice changes nothing.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from types import TracebackType

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.utils import timezone

from delivery.models import Account
from delivery.outcome.record import record
from delivery.outcome.result import Result
from delivery.sending.draining import DRAINING

log = logging.getLogger(__name__)

#: So many outcomes are worth a commit of their own; fewer wait for company, but not for long (seconds). Waiting costs no
#: certainty, since marks vouch; 20 ms gave commits of one or two outcomes when many connections shared two cores.
ENOUGH = 40
COMPANY_WAIT = 0.25
#: So many outcomes at most are on their way into the database; whoever has more to say waits.
IN_DOUBT = 60
#: While the database is away: seconds between two tries.
PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)


class Recorder:
    """Takes the results of one run. Used as a context; at its end everything is recorded."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._changed = threading.Condition()
        self._waiting: list[Result] = []
        self._in_hand = 0
        self._hurry = False
        self._ended = False
        #: How many outcomes were recorded.
        self.recorded = 0
        #: An outcome says that the account must not go on: it is on hold, or was asked to slow down.
        self.stops = False
        self._thread = threading.Thread(target=self._work, name=f"outcomes of account {account.pk}", daemon=True)

    def __enter__(self) -> "Recorder":
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with self._changed:
            self._ended = True
            self._changed.notify_all()
        self._thread.join()

    def add(self, *results: Result) -> None:
        """Take results, to be recorded soon and in this order; waits only when too many are under way."""
        with self._changed:
            # One more may be handed over while these are under way.
            self._changed.wait_for(lambda: self._under_way() < IN_DOUBT - 1)
            self._waiting += results
            self._changed.notify_all()

    def settle(self) -> None:
        """Wait until everything is recorded."""
        with self._changed:
            self._hurry = True
            self._changed.notify_all()
            self._changed.wait_for(lambda: not self._under_way())
            self._hurry = False

    def _under_way(self) -> int:
        return len(self._waiting) + self._in_hand

    def _work(self) -> None:
        while results := self._next():
            try:
                self._write(results)
            finally:
                connection.close()
                with self._changed:
                    self._in_hand = 0
                    self._changed.notify_all()

    def _next(self) -> list[Result]:
        """The results to be committed together; none when the run is over."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting or self._ended)
            self._changed.wait_for(
                lambda: self._hurry or self._ended or len(self._waiting) >= ENOUGH, timeout=COMPANY_WAIT
            )
            results, self._waiting = self._waiting, []
            self._in_hand = len(results)
            return results

    def _write(self, results: Sequence[Result]) -> None:
        """Record until it is done; a result the database cannot take as it is loses its words, not its outcome."""
        tries = 0
        while True:
            try:
                self._record(results)
            except (OperationalError, InterfaceError) as error:
                connection.close()
                if DRAINING.is_overdue:
                    log.error("%d outcomes of account %s are given up unrecorded", len(results), self._account.pk)
                    return
                log.warning("outcomes of account %s wait for the database: %s", self._account.pk, type(error).__name__)
                threading.Event().wait(PAUSES[min(tries, len(PAUSES) - 1)])
                tries += 1
            except (DatabaseError, ValueError):
                log.exception("outcomes of account %s could not be recorded as they are", self._account.pk)
                connection.close()
                if len(results) == 1 and not results[0].text:
                    return
                for one in results:
                    self._write([one] if len(results) > 1 else [_without_words(one)])
                return
            else:
                return

    def _record(self, results: Sequence[Result]) -> None:
        recorded = record(results, account=self._account, now=timezone.now())
        self.recorded += len(recorded)
        self.stops = self.stops or any(
            one.decision.hold_account or one.decision.pace_until is not None for one in recorded
        )


def _without_words(result: Result) -> Result:
    return replace(result, text="", transcript="", facts={"note": "What the server said could not be stored."})
