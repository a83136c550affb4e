"""The sandbox runs as a process of its own until it is told to stop."""

import json
import os
import signal
import smtplib
import subprocess
import sys
from pathlib import Path

from delivery.sandbox import LISTENERS

ROOT = Path(__file__).parents[4]


def test_it_tells_where_it_listens_and_ends_well_on_sigterm(tmp_path):
    free_ports = [word for name in LISTENERS for word in (f"--{name}-port", "0")]
    command = [sys.executable, "manage.py", "sandbox", "--data", str(tmp_path), "--control-port", "0", *free_ports]
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "tests.settings"}

    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        where = json.loads(process.stdout.readline())
        with smtplib.SMTP("127.0.0.1", where["ports"]["office365"], timeout=10) as client:
            greeting = client.ehlo()[1]
        process.send_signal(signal.SIGTERM)
        status = process.wait(timeout=20)

    assert b"Hello [127.0.0.1]" in greeting
    assert status == 0
    assert json.loads((tmp_path / "sandbox.json").read_text()) == where
