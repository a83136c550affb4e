"""A program ends when whoever started it is killed, however suddenly."""

import os
import select
import subprocess
import sys

from config.env import ROOT

STARTS_ONE_AND_DIES = """
import os, signal, sys
from pathlib import Path
from config.processes.program import Program, start
child = start(Program(name="child", command=(sys.executable, "-c", "import signal; signal.pause()"), folder=Path("/")), Path(sys.argv[1]))
print(os.getpid(), child.pid, flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_it_does_not_outlive_us(tmp_path):
    words = [sys.executable, "-c", STARTS_ONE_AND_DIES, str(tmp_path / "log")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode < 0
    assert ends(int(done.stdout.split()[1]))


def ends(pid):
    """Wait for the end of a process that is not our child."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return select.select([process], [], [], 10)[0] != []
    finally:
        os.close(process)
