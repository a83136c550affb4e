"""A small trial of chaos: `make chaos` is the whole one."""

import os
import subprocess
import sys

from config.env import ROOT


def test_whatever_is_killed_nothing_is_lost_and_nothing_sent_twice():
    command = [sys.executable, "-m", "chaos", "--brief", "--messages", "400", "--kills", "3", "--workers", "2"]

    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=300, check=False)

    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 times a worker was killed" in done.stdout
