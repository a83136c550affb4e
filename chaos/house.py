"""The processes of one trial, started as in production: PostgreSQL, Redis, the sandbox mail servers, workers, two beats."""

import contextlib
import json
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

from config import services
from config.embedded.account import make_passage
from config.embedded.both import embedded_postgres, embedded_redis
from config.processes.program import Program, start
from config.servers import home

_PATIENCE = 60


class Running:
    """One program: started, killed and started again."""

    def __init__(self, program: Program, log: Path) -> None:
        self.program = program
        self.log = log
        self.process = start(program, log)

    def wait(self) -> None:
        """Return when it serves."""
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if self.process.poll() is not None:
                # A PostgreSQL that was killed leaves its lock behind for a while: the next start only has to wait.
                time.sleep(0.3)
                self.process = start(self.program, self.log)
            elif self.program.ready is None or self.program.ready():
                return
            time.sleep(0.05)
        raise SystemExit(f"{self.program.name} does not start; its log: {self.log}")

    def kill(self) -> None:
        """kill -9."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self, *, patience: float = 40.0) -> float:
        """Stop it politely, by force when it does not listen; answer how many seconds it took."""
        began = time.monotonic()
        if self.process.poll() is None:
            self.process.send_signal(getattr(signal, self.program.stop_signal))
            try:
                self.process.wait(patience)
            except subprocess.TimeoutExpired:
                self.kill()
        return time.monotonic() - began

    def again(self) -> None:
        """Start it anew."""
        self.process = start(self.program, self.log)


class House:
    """All processes of a trial, in a folder of their own that goes with them."""

    def __init__(self, *, lease_seconds: int = 4, options: tuple[str, ...] = ()) -> None:
        self.data = Path(tempfile.gettempdir()) / f"postmortem-trial-{os.getpid()}"
        self._environment = {
            "DATA_FOLDER": str(self.data),
            "DATABASE_URL": "",
            "REDIS_URL": "",
            "SECRET_KEY": "a key for trials only, long enough to be taken for a real one",
            "SEALING_KEYS": "dGhpcyBrZXkgaXMgZm9yIHRlc3RzIG9ubHkuLi4uLi4=",
            "LEASE_SECONDS": str(lease_seconds),
            "SWEEP_SECONDS": "1",
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "LOG_LEVEL": "WARNING",
        }
        self._options = options
        self.workers: list[Running] = []
        self.beats: list[Running] = []
        self._others: list[Running] = []

    def open(self) -> None:
        """Start the servers, make the tables, and let this process use Django on them."""
        os.environ.update(self._environment, DATABASE_POOL_SIZE="16")
        make_passage(self.data)
        (self.data / "log").mkdir()
        self.postgres = self._run(embedded_postgres(self.data, options=self._options))
        self.redis = self._run(embedded_redis(self.data))
        self._others = [self.redis, self.postgres]
        for server in (self.postgres, self.redis):
            server.wait()
        from config.embedded.postgres import ensure_database  # noqa: PLC0415 (settings are known only now)
        from config.servers import sockets  # noqa: PLC0415

        ensure_database(sockets(self.data).postgres, "postmortem")
        import django  # noqa: PLC0415
        from django.core.management import call_command  # noqa: PLC0415

        django.setup()
        call_command("migrate", interactive=False, verbosity=0)

    def open_sandbox(self) -> dict[str, Any]:
        """Start the sandbox mail servers; answer their ports and the authority to trust."""
        folder = self.data / "sandbox"
        sandbox = self._run(services.sandbox(data=folder, environment=self._environment))
        self._others.insert(0, sandbox)
        sandbox.wait()
        told: dict[str, Any] = json.loads((folder / "sandbox.json").read_text("utf-8"))
        self._control = told["control_url"]
        return told

    def ask(self, path: str, **wanted: Any) -> Any:
        """Ask the sandbox, or tell it something."""
        data = json.dumps(wanted).encode() if wanted else None
        with urlopen(Request(self._control + path, data, {"Content-Type": "application/json"}), timeout=60) as answer:
            return json.load(answer)

    def start_worker(self) -> Running:
        """One more worker."""
        program = services.worker(environment={**self._environment, "DATABASE_POOL_SIZE": "16"})
        number = len(self.workers)
        named = Program(
            name=f"worker{number}",
            command=(*program.command, "--hostname", f"worker{number}@trial"),
            folder=program.folder,
            environment=program.environment,
        )
        self.workers.append(self._run(named))
        return self.workers[-1]

    def start_beat(self) -> Running:
        """One more beat."""
        schedule = self.data / f"schedule{len(self.beats)}"
        self.beats.append(self._run(services.beat(schedule=schedule, environment=self._environment)))
        return self.beats[-1]

    def close(self, *, keep_logs: bool = False) -> None:
        """Stop everything."""
        from django.db import connections  # noqa: PLC0415 (Django may never have been ready)

        with contextlib.suppress(Exception):
            database: Any = connections["default"]
            database.close()
            database.close_pool()
        for running in (*self.beats, *self.workers):
            running.process.kill()
            running.process.wait()
        for running in self._others:
            running.stop()
        if not keep_logs:
            shutil.rmtree(home(self.data), ignore_errors=True)
            shutil.rmtree(self.data, ignore_errors=True)

    def _run(self, program: Program) -> Running:
        name = f"{program.name}{len(self.beats)}" if program.name == "beat" else program.name
        return Running(program, self.data / "log" / f"{name}.log")
