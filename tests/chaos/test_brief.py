"""A small trial of chaos, another one each time: `make chaos` is the whole one."""

import os
import random
import subprocess
import sys

from config.env import ROOT


def test_whatever_is_killed_nothing_is_lost_and_nothing_sent_twice():
    seed = str(random.SystemRandom().randrange(1_000_000))
    command = [sys.executable, "-m", "chaos", "--brief", "--messages", "600", "--kills", "3", "--seed", seed]

    done = subprocess.run(command, cwd=ROOT, env=os.environ, capture_output=True, text=True, timeout=400, check=False)

    # The seed and the schedule are among what it prints.
    assert done.returncode == 0, done.stdout + done.stderr
    assert "3 times a worker was killed" in done.stdout
