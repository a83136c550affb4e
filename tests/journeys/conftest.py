"""Real worker and beat processes on the test's own database, and a sandbox for them to send to."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from delivery.models import Account
from delivery.models.sealed import Sealed
from delivery.sandbox import Sandbox, running_sandbox

ROOT = Path(__file__).resolve().parents[2]
#: Only what never comes is waited for so long (seconds).
PATIENCE = 60


@pytest.fixture
def process_environment(transactional_db: None) -> dict[str, str]:
    """What a process needs to work on the test's database, with leases and sweeps as short as they may be."""
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        store.flushdb()
    database = connection.settings_dict
    return {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "HOME": os.environ.get("HOME", "/"),
        "DATABASE_URL": f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}",
        "REDIS_URL": settings.REDIS_URL,
        "SECRET_KEY": settings.SECRET_KEY,
        "SEALING_KEYS": os.environ["SEALING_KEYS"],
        "LEASE_SECONDS": "3",
        "SWEEP_SECONDS": "1",
    }


class Processes:
    """Starts processes of ours and ends what is left of them."""

    def __init__(self, environment: dict[str, str], folder: Path) -> None:
        self._environment = environment
        self._folder = folder
        self.started: list[subprocess.Popen[bytes]] = []

    def worker(self) -> subprocess.Popen[bytes]:
        """One Celery worker, as in production."""
        name = f"worker{len(self.started)}"
        options = ["--pool", "threads", "--concurrency", "8", "--hostname", f"{name}@test", "--loglevel", "INFO"]
        return self._start(name, ["celery", "--app", "config", "worker", *options])

    def beat(self) -> subprocess.Popen[bytes]:
        """Celery's clock."""
        schedule = str(self._folder / f"schedule{len(self.started)}")
        return self._start("beat", ["celery", "--app", "config", "beat", "--schedule", schedule, "--pidfile="])

    def _start(self, name: str, command: list[str]) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("wb") as log:
            process = subprocess.Popen(
                command, cwd=ROOT, env=self._environment, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        self.started.append(process)
        return process

    def kill(self, process: subprocess.Popen[bytes]) -> None:
        """kill -9: no farewell."""
        process.send_signal(signal.SIGKILL)
        process.wait()

    def stop(self) -> None:
        """End everything that still runs."""
        for process in self.started:
            if process.poll() is None:
                process.send_signal(signal.SIGKILL)
            process.wait()


@pytest.fixture
def processes(process_environment: dict[str, str], tmp_path: Path) -> Iterator[Processes]:
    """Where workers and beat come from."""
    made = Processes(process_environment, tmp_path)
    yield made
    made.stop()


@pytest.fixture
def until(processes: Processes, tmp_path: Path) -> Callable[[Callable[[], object]], None]:
    """Waits until something holds; what the processes said is shown when it never does."""

    def wait(holds: Callable[[], object]) -> None:
        end = time.monotonic() + PATIENCE
        pause = threading.Event()
        while not holds():
            if time.monotonic() > end:
                logs = "\n".join(f"== {log.name}\n{log.read_text()[-3000:]}" for log in sorted(tmp_path.glob("*.log")))
                pytest.fail(f"this never came true\n{logs}")
            pause.wait(0.05)

    return wait


@pytest.fixture
def provider() -> Iterator[Sandbox]:
    """A sandbox of the test's own: the connections of a killed worker must not count in the next test."""
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def account(provider: Sandbox, transactional_db: None) -> Account:
    """An account at the sandbox's Office 365."""
    return Account.objects.create(
        name="Invoices",
        alias="invoices",
        host="localhost",
        port=provider.ports["office365"],
        username="invoices@example.com",
        secret=Sealed("orange-harbour"),
        from_email="invoices@example.com",
        ca_file=str(provider.ca_file),
        allow_private=True,
    )
