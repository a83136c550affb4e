"""`manage.py up`: start all processes of Postmortem on one machine, watch them, and stop them with Ctrl-C."""

import argparse
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from config import env, services
from config.embedded.account import make_passage
from config.embedded.both import embedded_postgres, embedded_redis
from config.embedded.postgres import ensure_database
from config.ports import free_port
from config.processes.identity import end, read_back
from config.processes.lock import only_one
from config.processes.supervisor import GaveUpError, Supervisor
from config.servers import sockets

#: Seconds between two looks at the processes.
_LOOK_EVERY = 0.5


def main(argv: Sequence[str]) -> int:
    """Run until Ctrl-C or SIGTERM; return the exit status."""
    parser = argparse.ArgumentParser(prog="manage.py up", description=__doc__)
    parser.add_argument("--demo", action="store_true", help="with the demo world and its sandbox mail servers")
    demo = parser.parse_args(argv[1:]).demo
    for needed in ("SECRET_KEY", "SEALING_KEYS"):
        env.secret(needed)
    data = env.folder("DATA_FOLDER", ".data")
    make_passage(data)
    # Also where a shell started us with SIGINT ignored, as it does in the background.
    signal.signal(signal.SIGINT, _interrupt)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        with only_one(data / "launcher.lock"):
            return _run(data, demo=demo)
    except KeyboardInterrupt:
        return 0


def _run(data: Path, *, demo: bool) -> int:
    state = data / "running.json"
    left = end(read_back(state), patience=10)
    if left:
        _say(f"Ended what the last run left behind: {', '.join(each.name for each in left)}.")
    supervisor = Supervisor(logs=data / "log", state=state, tell=_say)
    try:
        _start(supervisor, data, demo=demo)
        while True:
            supervisor.watch(now=time.monotonic())
            time.sleep(_LOOK_EVERY)
    except GaveUpError as fault:
        _say(f"Postmortem stops: {fault}")
        return 1
    except KeyboardInterrupt:
        _say("Stopping …")
        return 0
    finally:
        # A second Ctrl-C must not leave anything running.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        (data / "serving.json").unlink(missing_ok=True)
        supervisor.stop()


def _start(supervisor: Supervisor, data: Path, *, demo: bool) -> None:
    began = time.monotonic()
    environment = {"DEMO": "1"} if demo else {}
    _start_servers(supervisor, data)
    if demo:
        _say("Starting the sandbox mail servers …")
        supervisor.start(services.sandbox(data=data / "sandbox", environment=environment))
        environment["SANDBOX_URL"] = services.sandbox_address(data / "sandbox")
    words = _prepare(environment, demo=demo)
    wanted = env.integer("PORT", 8000, least=1)
    port = free_port(wanted)
    if port is None:
        raise GaveUpError(f"port {wanted} and those after it are taken: set PORT to a free one.")
    environment["PORT"] = str(port)
    _say("Starting web server, worker and beat …")
    supervisor.start(
        services.web(port=port, environment=environment),
        services.worker(environment=environment),
        services.beat(schedule=data / "beat-schedule", environment=environment),
    )
    if port != wanted:
        _say(f"Port {wanted} is taken, so it is {port} this time.")
    serving = {
        "address": f"http://localhost:{port}",
        "sandbox_url": environment.get("SANDBOX_URL", ""),
        "logins": words.get("logins", {}),
        "password": words.get("password", ""),
    }
    _write_whole(data / "serving.json", json.dumps(serving))
    _say_goodbye(f"http://localhost:{port}", words, seconds=time.monotonic() - began, logs=data / "log")


def _start_servers(supervisor: Supervisor, data: Path) -> None:
    """Start PostgreSQL and Redis, each only when the settings name no other."""
    if not env.given("DATABASE_URL"):
        _say("Starting PostgreSQL …")
        supervisor.start(embedded_postgres(data))
        ensure_database(sockets(data).postgres, "postmortem")
    if not env.given("REDIS_URL"):
        _say("Starting Redis …")
        supervisor.start(embedded_redis(data))


def _prepare(environment: dict[str, str], *, demo: bool) -> dict[str, object]:
    """Run the preparation as a process of its own, show what it says, and return its closing words."""
    command = (sys.executable, "-m", "config.prepare", *(("--demo",) if demo else ()))
    words: dict[str, object] = {}
    with subprocess.Popen(  # noqa: S603 (our own words only)
        command,
        cwd=env.ROOT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        assert process.stdout is not None
        try:
            for line in process.stdout:
                if line.startswith("{"):
                    words = json.loads(line)
                else:
                    _say(line.rstrip("\n"))
        except KeyboardInterrupt:
            process.terminate()
            raise
    if process.returncode:
        raise GaveUpError("it could not be prepared; what is above tells why.")
    return words


def _write_whole(path: Path, content: str) -> None:
    """Write a file so that nobody ever reads half of it. Only its owner may: it holds the demo's password."""
    new = path.with_suffix(".new")
    new.write_text(content, "utf-8")
    new.chmod(0o600)
    new.replace(path)


def _say_goodbye(address: str, words: dict[str, object], *, seconds: float, logs: Path) -> None:
    """Say where everything is, after the start."""
    _say(f"\nPostmortem runs at {address} (started in {seconds:.1f} s; logs in {logs}).")
    if "logins" in words:
        logins = words["logins"]
        assert isinstance(logins, dict)
        _say(f"Log in as {' or '.join(logins.values())}, password: {words['password']}. All of it is demo data.")
    if words.get("first_admin"):
        _say(f"There is no admin yet. This link makes the first one, once: {address}{words['first_admin']}")
    _say("Ctrl-C stops it.")


def _interrupt(_number: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()
