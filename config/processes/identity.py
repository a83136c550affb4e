"""Who a process is, beyond its number: numbers are given again, the moment of a start is not."""

import json
import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

_PROC = Path("/proc")


@dataclass(frozen=True, kw_only=True)
class Identity:
    """A process that we started."""

    name: str
    pid: int
    #: The machine's start and the process's own, in clock ticks after it.
    born: str

    def lives(self) -> bool:
        """Say whether this very process still runs."""
        return _born(self.pid) == self.born


def identify(name: str, pid: int) -> Identity | None:
    """Return who a process is; None when it is gone."""
    born = _born(pid)
    return Identity(name=name, pid=pid, born=born) if born else None


def write_down(path: Path, identities: Iterable[Identity]) -> None:
    """Keep the list of processes in a file, for whoever has to clear up after us."""
    new = path.with_suffix(".new")
    new.write_text(json.dumps([asdict(each) for each in identities]), "utf-8")
    new.replace(path)


def read_back(path: Path) -> list[Identity]:
    """Return the list in a file; none when there is no such file or it cannot be understood."""
    try:
        return [Identity(**each) for each in json.loads(path.read_text("utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def end(identities: Iterable[Identity], *, patience: float) -> list[Identity]:
    """End the processes that still live: politely, and by force when patience is over; return those that were found."""
    found = [each for each in identities if each.lives()]
    for each in found:
        _tell(each, signal.SIGINT if each.name == "postgres" else signal.SIGTERM)
    deadline = time.monotonic() + patience
    while any(each.lives() for each in found) and time.monotonic() < deadline:
        time.sleep(0.05)
    for each in found:
        if each.lives():
            _tell(each, signal.SIGKILL)
    return found


def _tell(identity: Identity, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.kill(identity.pid, number)


def _born(pid: int) -> str:
    """Return boot and start time; empty when the process is gone, or dead and only waiting to be fetched."""
    try:
        # The name, in brackets, may hold anything; state is the first field after it, start time the twentieth.
        fields = (_PROC / str(pid) / "stat").read_text("utf-8", errors="replace").rpartition(")")[2].split()
        boot = (_PROC / "sys/kernel/random/boot_id").read_text("ascii").strip()
    except OSError:
        return ""
    return "" if fields[0] in {"Z", "X"} else f"{boot} {fields[19]}"
