"""One command starts everything, survives the worst, and leaves nothing behind."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

import pytest

from config import env
from config.embedded.account import make_passage
from config.processes.identity import read_back
from config.servers import home

_PATIENCE = 120


class Launched:
    """One run of `manage.py up`."""

    def __init__(self, data, port):
        self.data = data
        (data / "serving.json").unlink(missing_ok=True)
        self.log = (data / "said").open("w+")
        surroundings = {**os.environ, "DATA_FOLDER": str(data), "PORT": str(port), "DATABASE_POOL_SIZE": "16"}
        surroundings["DJANGO_SETTINGS_MODULE"] = "config.settings"
        self.process = subprocess.Popen(
            [sys.executable, "manage.py", "up"], cwd=env.ROOT, env=surroundings, stdout=self.log, stderr=self.log
        )

    def until_it_serves(self):
        deadline = time.monotonic() + _PATIENCE
        while not (self.data / "serving.json").exists():
            assert self.process.poll() is None, self.said()
            assert time.monotonic() < deadline, self.said()
            time.sleep(0.05)
        return json.loads((self.data / "serving.json").read_text())["address"]

    def said(self):
        return (self.data / "said").read_text()

    def processes(self):
        return {each.name: each for each in read_back(self.data / "running.json") if each.lives()}

    def end(self, number):
        self.process.send_signal(number)
        status = self.process.wait(_PATIENCE)
        self.log.close()
        return status


@pytest.fixture
def data():
    folder = Path(tempfile.gettempdir()) / f"postmortem-launch-{os.getpid()}"
    make_passage(folder)
    yield folder
    shutil.rmtree(home(folder))
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def launch(data):
    launched = []

    def up(port):
        launched.append(Launched(data, port))
        return launched[-1]

    yield up
    for each in launched:
        if each.process.poll() is None:
            each.end(signal.SIGTERM)


def test_everything_starts_again_after_everything_was_killed(launch):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        first = launch(taken.getsockname()[1])
        address = first.until_it_serves()
        assert f"Port {taken.getsockname()[1]} is taken" in first.said()
    assert "This link makes the first one, once: http" in first.said()
    running = first.processes()
    assert sorted(running) == ["beat", "postgres", "redis", "web", "worker"]

    for each in running.values():
        os.kill(each.pid, signal.SIGKILL)
    first.end(signal.SIGKILL)
    second = launch(int(address.rpartition(":")[2]))

    address = second.until_it_serves()
    with urllib.request.urlopen(f"{address}/readyz") as answer:
        assert json.load(answer) == {"database": "ready", "redis": "ready"}
    running = second.processes()
    assert second.end(signal.SIGINT) == 0
    assert [each for each in running.values() if each.lives()] == []


def test_a_second_launcher_is_turned_away_and_the_first_stays(launch, data):
    first = launch(18_000)
    first.until_it_serves()
    words = [sys.executable, "manage.py", "up"]
    done = subprocess.run(
        words, cwd=env.ROOT, env={**os.environ, "DATA_FOLDER": str(data)}, capture_output=True, text=True, check=False
    )

    assert (done.returncode, done.stderr.startswith("Postmortem already runs with this data folder")) == (1, True)
    assert len(first.processes()) == 5
