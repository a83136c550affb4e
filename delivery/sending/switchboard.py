"""One thread of a worker speaks with all its servers: whoever waits lets the others go on.

A conversation is written as if it were alone. Where it has to wait – for its server, for a mark, for outcomes to be
recorded – its line switches to the next one that can go on (greenlets). So the marks of all that have come so far travel
to PostgreSQL together, and no time is lost in handing Python from thread to thread.

Nothing on a line may block: names are looked up, sessions opened and jobs claimed by the run's own thread before and after.
"""

import contextlib
import logging
import os
import select
import socket
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any, TypeVar

from greenlet import getcurrent, greenlet

from delivery.queue.marking import MARKS, Wanted
from delivery.smtp import Session

log = logging.getLogger(__name__)

_Answer = TypeVar("_Answer")
#: Seconds between two looks at who has waited too long.
_LOOK_EVERY = 0.1
_ENDED = select.EPOLLHUP | select.EPOLLERR | select.EPOLLRDHUP


class Line:
    """What one conversation waits through. Its methods may be called inside that conversation only."""

    def __init__(self, board: "Switchboard", number: int) -> None:
        self.number = number
        #: What the socket must be ready for, and until when it is waited for.
        self.events = 0
        self.until = 0.0
        #: What must hold before the conversation goes on.
        self.holds: Callable[[], bool] | None = None
        self._board = board
        self._conversation: greenlet | None = None

    def readable(self, _connection: socket.socket, seconds: float) -> bool:
        """Let others speak until there is something to read; False when the time is up."""
        return self._wait(select.EPOLLIN, seconds)

    def writable(self, _connection: socket.socket, seconds: float) -> bool:
        """Let others speak until there is room to write; False when the time is up."""
        return self._wait(select.EPOLLOUT, seconds)

    def wait_until(self, holds: Callable[[], bool]) -> None:
        """Let others speak until this holds; it is asked again whenever outcomes were recorded."""
        while not holds():
            self.holds = holds
            self._switch()

    def mark(self, wanted: Wanted) -> None:
        """Have a mark set, together with those of the others."""
        self._board.wanted.append((self, wanted))
        self._switch()

    def begin(self, conversation: Callable[[], None]) -> None:
        """Start speaking; comes back when the conversation waits or is over. By the switchboard only."""
        self._conversation = greenlet(conversation)
        self._conversation.switch()

    def go_on(self, *, in_time: bool = True) -> None:
        """Let the conversation speak again. By the switchboard only."""
        assert self._conversation is not None
        self.events, self.holds = 0, None
        self._conversation.switch(in_time)

    def _wait(self, events: int, seconds: float) -> bool:
        self.events, self.until = events | _ENDED, time.monotonic() + seconds
        return self._switch()

    def _switch(self) -> bool:
        switchboard = getcurrent().parent
        assert switchboard is not None
        return bool(switchboard.switch())


class Switchboard:
    """The process's thread for conversations; it begins with the first one and stays."""

    def __init__(self) -> None:
        #: Marks wanted since the last ones were set.
        self.wanted: list[tuple[Line, Wanted]] = []
        self._new: deque[Callable[[], None]] = deque()
        self._lines: set[Line] = set()
        #: Whose socket it is. A closed socket's number may soon be another's, while its line still waits for records.
        self._numbered: dict[int, Line] = {}
        self._looked_at = 0.0
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None
        self._sockets: select.epoll
        #: Rung by other threads: there is a new conversation, or outcomes were recorded.
        self._bell: int

    def speak(self, session: Session, conversation: Callable[[Line], _Answer]) -> _Answer:
        """Hold a conversation over an open session; the calling thread waits for how it ends."""
        ended: Future[_Answer] = Future()
        self._new.append(lambda: self._begin(session, conversation, ended))
        self._start()
        self.ring()
        return ended.result()

    def ring(self) -> None:
        """Outcomes were recorded: some who wait may go on. From any thread."""
        if self._thread is not None:
            os.eventfd_write(self._bell, 1)

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                # Not earlier: a process that is forked must not share them.
                self._sockets = select.epoll()
                self._bell = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC)
                self._sockets.register(self._bell, select.EPOLLIN)
                self._thread = threading.Thread(target=self._work, name="switchboard", daemon=True)
                self._thread.start()

    def _begin(self, session: Session, conversation: Callable[[Line], Any], ended: Future[Any]) -> None:
        line = Line(self, session.fileno())

        def speak() -> None:
            try:
                with session.waited_for(line):
                    answer = conversation(line)
            except BaseException as error:  # noqa: BLE001 (it goes on to whoever waits for the answer)
                ended.set_exception(error)
            else:
                ended.set_result(answer)
            finally:
                self._forget(line)

        try:
            # Told once for each change: what was not read is not told again, so whoever reads tries before it waits.
            self._sockets.register(line.number, select.EPOLLIN | select.EPOLLOUT | select.EPOLLRDHUP | select.EPOLLET)
        except (OSError, ValueError) as closed:
            ended.set_exception(closed)
        else:
            self._lines.add(line)
            self._numbered[line.number] = line
            line.begin(speak)

    def _forget(self, line: Line) -> None:
        self._lines.discard(line)
        if self._numbered.get(line.number) is line:
            del self._numbered[line.number]
            # A socket that was closed has left already.
            with contextlib.suppress(OSError):
                self._sockets.unregister(line.number)

    def _work(self) -> None:
        while True:
            try:
                self._turn()
            except Exception:
                log.exception("the switchboard goes on after a fault of its own")

    def _turn(self) -> None:
        """Let all go on that can, then set the marks they want, once for all."""
        for number, events in self._sockets.poll(self._patience()):
            if number == self._bell:
                self._answer_bell()
            elif (line := self._numbered.get(number)) and line.events & events:
                line.go_on()
        self._look_at_times()
        if self.wanted:
            together, self.wanted = self.wanted, []
            try:
                MARKS.put([mark for _line, mark in together])
            finally:
                # Whatever happened: a mark that is not set lets nobody hand over.
                for line, _mark in together:
                    line.go_on()

    def _patience(self) -> float | None:
        """How long (seconds) to wait for servers; for ever when nobody waits for them."""
        if self.wanted:
            return 0
        return _LOOK_EVERY if self._lines else None

    def _answer_bell(self) -> None:
        os.eventfd_read(self._bell)
        while self._new:
            self._new.popleft()()
        for line in [line for line in self._lines if line.holds is not None]:
            if line.holds is not None and line.holds():
                line.go_on()

    def _look_at_times(self) -> None:
        now = time.monotonic()
        if now - self._looked_at < _LOOK_EVERY:
            return
        self._looked_at = now
        for line in [line for line in self._lines if line.events and line.until <= now]:
            line.go_on(in_time=False)


#: Of this process.
SWITCHBOARD = Switchboard()
