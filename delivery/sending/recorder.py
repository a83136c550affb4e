"""Records outcomes while the conversations go on: one thread for all runs of this process commits what there is.

A commit waits for the disk. So everything that happened before an outcome which is recorded, the marks too, is there
after any stop of the database; and as no run is ever further ahead of what is recorded than its lead, so many messages
at most can have lost their marks when the database stops uncleanly (lost.py relies on it).

While the database is away the outcomes are kept and written again until it is back: writing twice changes nothing.
"""

import logging
import threading
from collections.abc import Sequence
from dataclasses import replace
from itertools import groupby
from types import TracebackType

from django.db import InterfaceError, OperationalError, connection
from django.utils import timezone

from delivery.models import Account, Attempt
from delivery.outcome.record import record_all
from delivery.outcome.result import Result
from delivery.sending.draining import DRAINING
from delivery.sending.switchboard import SWITCHBOARD

log = logging.getLogger(__name__)

#: So many outcomes are worth a commit, or so many of one run, which then need not stop at its lead; fewer wait for
#: company, but not for long (seconds).
ENOUGH, ENOUGH_OF_ONE = 100, 25
COMPANY_WAIT = 0.06
#: A run is as many messages ahead of the database as its server takes in so many seconds, within these bounds.
LEAD_SECONDS = 0.2
SHORTEST_LEAD, LONGEST_LEAD = 4, 250
#: While the database is away: seconds between two tries.
PAUSES = (0.1, 0.2, 0.5, 1.0, 2.0)

Told = list[tuple["Recorder", Result]]


class Recorder:
    """Takes the results of one run. Used as a context; at its end everything is recorded."""

    def __init__(self, account: Account) -> None:
        self.account = account
        #: How many outcomes were recorded.
        self.recorded = 0
        #: An outcome says that the account must not go on: it is on hold, or was asked to slow down.
        self.stops = False
        #: An outcome could not be recorded: the run must hand nothing more over, and keeps its mark for the sweep.
        self.has_lost = False
        #: So many outcomes at most are on their way into the database, with the message that is handed over meanwhile;
        #: whoever has more to say waits for room. It is what the latest claim says: what is still on its way from an
        #: earlier one that said more is known by that.
        self.lead = SHORTEST_LEAD
        #: Taken and not yet recorded; guarded by the writer's lock.
        self.under_way = 0
        self.changed = threading.Condition(WRITER.lock)

    def __enter__(self) -> "Recorder":
        WRITER.join()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            self.settle()
        finally:
            WRITER.leave()

    def add(self, *results: Result) -> None:
        """Take results, to be recorded soon and in this order; waits for nobody."""
        with WRITER.lock:
            self.under_way += len(results)
            WRITER.take([(self, result) for result in results])
            if self.under_way >= max(ENOUGH_OF_ONE, self.lead * 3 // 4):
                WRITER.hurry()

    def has_room(self) -> bool:
        """Whether another message may be handed over; until it may, what there is is recorded at once."""
        return self.under_way < self.lead or self._hurried()

    def is_settled(self) -> bool:
        """Whether everything of this run is recorded; until it is, there is no waiting for company."""
        return not self.under_way or self._hurried()

    def _hurried(self) -> bool:
        with WRITER.lock:
            WRITER.hurry()
        return False

    def settle(self) -> None:
        """Wait until everything of this run is recorded; never on a line."""
        with WRITER.lock:
            while self.under_way:
                WRITER.hurry()
                self.changed.wait()


def lead_for(messages: int, seconds: float) -> int:
    """The lead for a server that took so many messages in so many seconds."""
    return max(SHORTEST_LEAD, min(LONGEST_LEAD, int(messages / max(seconds, 0.001) * LEAD_SECONDS)))


class Writer:
    """The process's thread that records; it lives as long as any run does. Its methods but two need the lock held."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._changed = threading.Condition(self.lock)
        self._waiting: Told = []
        self._is_hurried = False
        self._runs = 0
        self._thread: threading.Thread | None = None

    def join(self) -> None:
        """A run begins. Takes the lock."""
        with self.lock:
            self._runs += 1
            if self._thread is None:
                self._thread = threading.Thread(target=self._work, name="outcomes", daemon=True)
                self._thread.start()

    def leave(self) -> None:
        """A run is over. Takes the lock."""
        with self.lock:
            self._runs -= 1
            if not self._runs:
                self._changed.notify()

    def take(self, told: Told) -> None:
        """Record these soon."""
        self._waiting += told
        if len(self._waiting) == len(told) or len(self._waiting) >= ENOUGH:
            self._changed.notify()

    def hurry(self) -> None:
        """Somebody waits for what is waiting now."""
        if not self._is_hurried:
            self._is_hurried = True
            self._changed.notify()

    def _work(self) -> None:
        while told := self._next():
            try:
                _write(told)
            except Exception:
                # Whatever this is, nobody may wait for ever.
                log.exception("%d outcomes are left to the sweep", len(told))
                _leave_to_the_sweep(told)
            finally:
                self._answer(told)
        connection.close()

    def _next(self) -> Told:
        """What is to be committed together; nothing when all runs are over."""
        with self.lock:
            while not self._waiting:
                if not self._runs:
                    self._thread = None
                    return []
                self._changed.wait()
            self._changed.wait_for(lambda: self._is_hurried or len(self._waiting) >= ENOUGH, timeout=COMPANY_WAIT)
            told, self._waiting, self._is_hurried = self._waiting, [], False
            return told

    def _answer(self, told: Told) -> None:
        with self.lock:
            for recorder, _result in told:
                recorder.under_way -= 1
            for recorder in {recorder for recorder, _result in told}:
                recorder.changed.notify_all()
        SWITCHBOARD.ring()


def _write(told: Told) -> None:
    """Record until it is done; a result the database cannot take as it is loses its words, not its outcome."""
    # Behind one that is lost nothing is recorded: what a mark vouches for is all that is not recorded before it.
    told = [one for one in told if not one[0].has_lost]
    tries = 0
    while True:
        try:
            _record(told, again=tries > 0)
        except (OperationalError, InterfaceError) as error:
            connection.close()
            if DRAINING.is_overdue:
                log.error("%d outcomes are given up unrecorded", len(told))
                _leave_to_the_sweep(told)
                return
            log.warning("%d outcomes wait for the database: %s", len(told), type(error).__name__)
            threading.Event().wait(PAUSES[min(tries, len(PAUSES) - 1)])
            tries += 1
        except Exception:
            log.exception("%d outcomes could not be recorded as they are", len(told))
            connection.close()
            if len(told) > 1:
                for one in told:
                    _write([one])
            elif told[0][1].text:
                _write([(told[0][0], _without_words(told[0][1]))])
            else:
                _leave_to_the_sweep(told)
            return
        else:
            return


def _record(told: Told, *, again: bool = False) -> None:
    """Commit outcomes and tell their runs; `again`: it was tried before, and the answer may have been lost."""
    by_account = sorted(told, key=lambda one: one[0].account.pk)
    batches: list[tuple[Account, Sequence[Result]]] = [
        (recorder.account, [result for _recorder, result in each])
        for recorder, each in groupby(by_account, key=lambda one: one[0])
    ]
    ended = {one.result.job_id: one for one in record_all(batches, now=timezone.now())}
    for recorder, result in told:
        if one := ended.get(result.job_id):
            recorder.recorded += 1
            recorder.stops = recorder.stops or one.decision.hold_account or one.decision.pace_until is not None
        elif again and result.outcome == Attempt.Outcome.REFUSED:
            # It is recorded already, or somebody else has the job: what was decided about the account is not known here.
            recorder.stops = True


def _leave_to_the_sweep(told: Told) -> None:
    """The leases of these jobs end, and the marks of their runs say how far they came."""
    for recorder, _result in told:
        recorder.has_lost = True


def _without_words(result: Result) -> Result:
    return replace(result, text="", transcript="", facts={"note": "What the server said could not be stored."})


#: Of this process.
WRITER = Writer()
