"""One program to run, and the start of it: in a session of its own, ended by the system when we are killed."""

import ctypes
import os
import signal
import subprocess
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from config.embedded.account import Account

_SET_SIGNAL_OF_PARENTS_DEATH = 1
_LIBC = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run, as whom, how to know that it serves and how to stop it."""

    name: str
    command: tuple[str, ...]
    folder: Path
    account: Account | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    stop_signal: str = "SIGTERM"
    #: Says whether it answers; one that has no way to tell is ready when it runs.
    ready: Callable[[], bool] | None = None
    #: When these words stand in the log of one that died at its start, another start may go well.
    start_again_on: str | None = None


def start(program: Program, log: Path) -> subprocess.Popen[bytes]:
    """Start it with its output appended to a log file."""
    told = getattr(signal, program.stop_signal)
    become: dict[str, Any] = {}
    if program.account is not None:
        become = {"user": program.account.uid, "group": program.account.gid, "extra_groups": []}

    def when_parent_dies() -> None:
        _LIBC.prctl(_SET_SIGNAL_OF_PARENTS_DEATH, told)

    with log.open("ab") as output:
        return subprocess.Popen(  # noqa: S603 (our own words only)
            program.command,
            cwd=program.folder,
            env={**os.environ, **program.environment},
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=when_parent_dies,  # noqa: PLW1509 (one system call; we start programs from the main thread only)
            **become,
        )
