"""Starts programs, starts those that die again, and stops all of them in the opposite order."""

import signal
import subprocess
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from config.processes.identity import Identity, identify, write_down
from config.processes.program import Program, start

#: Deaths within this many seconds of each other are one trouble; so many of them and we give up.
_ONE_TROUBLE = 60.0
_MOST_DEATHS = 5
_BIGGEST_LOG = 10_000_000


class GaveUpError(Exception):
    """A program cannot be kept alive; the message says which, and what it said last."""


@dataclass(kw_only=True)
class _Child:
    program: Program
    process: subprocess.Popen[bytes]
    identity: Identity | None
    deaths: list[float] = field(default_factory=list)
    start_at: float | None = None


class Supervisor:
    """Keeps a list of programs running. Their output goes to one file each in `logs`, who they are to `state`."""

    def __init__(self, *, logs: Path, state: Path, tell: Callable[[str], None]) -> None:
        self._logs, self._state, self._tell = logs, state, tell
        self._children: list[_Child] = []
        logs.mkdir(parents=True, exist_ok=True)

    def start(self, *programs: Program, patience: float = 30.0) -> None:
        """Start programs side by side and return when all of them serve; GaveUpError when one does not."""
        for program in programs:
            log = self.log(program)
            if log.exists() and log.stat().st_size > _BIGGEST_LOG:
                log.replace(log.with_suffix(".log.1"))
            process = start(program, log)
            self._children.append(
                _Child(program=program, process=process, identity=identify(program.name, process.pid))
            )
            self._write_down()
        deadline = time.monotonic() + patience
        for program in programs:
            self._wait(next(child for child in self._children if child.program is program), deadline)

    def watch(self, *, now: float) -> None:
        """Look at all programs once, and start again what died; GaveUpError when one dies again and again.

        `now` is the monotonic clock: one that died starts again at a later look, after a pause.
        """
        for child in self._children:
            if child.start_at is not None:
                if now >= child.start_at:
                    self._again(child)
            elif child.process.poll() is not None:
                self._plan_another_start(child, now)

    def stop(self, *, patience: float = 15.0) -> None:
        """Stop everything that was started, the last first; whoever does not listen in time is killed."""
        while self._children:
            child = self._children.pop()
            if child.process.poll() is None:
                child.process.send_signal(getattr(signal, child.program.stop_signal))
                try:
                    child.process.wait(patience)
                except subprocess.TimeoutExpired:
                    child.process.kill()
                    child.process.wait()
            self._write_down()

    def log(self, program: Program) -> Path:
        """Where a program's output is."""
        return self._logs / f"{program.name}.log"

    def _wait(self, child: _Child, deadline: float) -> None:
        while time.monotonic() < deadline:
            if child.process.poll() is not None:
                words = child.program.start_again_on
                if words is None or words not in self._last_words(child.program):
                    break
                time.sleep(0.5)
                self._again(child)
            elif child.program.ready is None or child.program.ready():
                return
            time.sleep(0.05)
        raise GaveUpError(f"{child.program.name} does not start:\n{self._last_words(child.program)}")

    def _plan_another_start(self, child: _Child, now: float) -> None:
        name, status = child.program.name, child.process.returncode
        child.deaths = [death for death in child.deaths if now - death < _ONE_TROUBLE] + [now]
        if len(child.deaths) >= _MOST_DEATHS:
            raise GaveUpError(f"{name} died {_MOST_DEATHS} times within a minute:\n{self._last_words(child.program)}")
        pause = 2.0 ** (len(child.deaths) - 1)
        child.start_at = now + pause
        self._tell(
            f"{name} ended (status {status}); starting it again in {pause:.0f} s. Its log: {self.log(child.program)}"
        )

    def _again(self, child: _Child) -> None:
        child.start_at = None
        child.process = start(child.program, self.log(child.program))
        child.identity = identify(child.program.name, child.process.pid)
        self._write_down()

    def _write_down(self) -> None:
        write_down(self._state, [child.identity for child in self._children if child.identity is not None])

    def _last_words(self, program: Program) -> str:
        try:
            with self.log(program).open("rb") as log:
                log.seek(max(0, log.seek(0, 2) - 4_000))
                lines = log.read().decode("utf-8", errors="replace").splitlines()
        except OSError:
            return ""
        return "\n".join(lines[-12:])
