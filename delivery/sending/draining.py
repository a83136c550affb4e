"""A worker that is told to stop begins no further message, and hangs up on servers that keep it waiting too long."""

import logging
import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from delivery.smtp import Session

log = logging.getLogger(__name__)

#: Seconds after which conversations that still wait are broken off, and after which the process ends as it is; our own
#: launcher kills after 15.
BREAK_OFF_AFTER = 9.0
END_AFTER = 14.0


class Draining:
    """Whether this process is to stop, and the conversations it still has."""

    def __init__(self) -> None:
        #: No further message is to be begun.
        self.is_asked = False
        #: Nothing more is to be waited for.
        self.is_overdue = False
        self._sessions: set[Session] = set()

    def begin(self) -> None:
        """Stop as soon as may be, within a quarter of a minute. Called from a signal handler, so it takes no lock."""
        if not self.is_asked:
            self.is_asked = True
            threading.Thread(target=self._hurry, name="draining", daemon=True).start()

    @contextmanager
    def watched(self, session: Session) -> Iterator[None]:
        """While the block runs the session is broken off when the time is up."""
        self._sessions.add(session)
        try:
            yield
        finally:
            self._sessions.discard(session)

    def _hurry(self) -> None:
        over = threading.Event()
        over.wait(BREAK_OFF_AFTER)
        self.is_overdue = True
        for session in list(self._sessions):
            log.warning("a server keeps us waiting while we are to stop: hanging up")
            session.break_off()
        over.wait(END_AFTER - BREAK_OFF_AFTER)
        # Whoever is stuck now (a name server, a database that is away) is looked after by the sweep.
        log.error("still not at an end: leaving everything to the sweep")
        os._exit(1)


#: Of this process.
DRAINING = Draining()
