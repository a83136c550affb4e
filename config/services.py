"""The product's own processes: web server, worker, beat, and for the demo the sandbox mail servers."""

import http.client
import json
import sys
from collections.abc import Mapping
from pathlib import Path

from config.env import ROOT
from config.processes.program import Program

HOST = "127.0.0.1"
_SANDBOX_PORTS = (
    *("office365", "gmail", "company", "company-tls", "company-expired", "company-self-signed"),
    *("company-wrong-name", "company-clear", "control"),
)


def web(*, port: int, environment: Mapping[str, str]) -> Program:
    """The dashboard, for this machine only: whoever wants it elsewhere puts a proxy in front."""
    return Program(
        name="web",
        command=(
            *(sys.executable, "-m", "gunicorn", "config.wsgi", "--bind", f"{HOST}:{port}", "--no-control-socket"),
            *("--preload", "--workers", "2", "--threads", "8", "--graceful-timeout", "5", "--access-logfile", "-"),
        ),
        folder=ROOT,
        environment=environment,
        ready=lambda: answers(port),
    )


def worker(*, environment: Mapping[str, str]) -> Program:
    """Sends mail: many threads, since it mostly waits for other people's servers."""
    return Program(
        name="worker",
        command=(
            *(sys.executable, "-m", "celery", "-A", "config.celery", "worker", "--pool", "threads"),
            *("--concurrency", "64", "--loglevel", "INFO", "--without-gossip", "--without-mingle"),
        ),
        folder=ROOT,
        environment=environment,
    )


def beat(*, schedule: Path, environment: Mapping[str, str]) -> Program:
    """The clock that starts the sweep."""
    return Program(
        name="beat",
        command=(
            *(sys.executable, "-m", "celery", "-A", "config.celery", "beat", "--loglevel", "INFO"),
            *("--schedule", str(schedule), "--pidfile="),
        ),
        folder=ROOT,
        environment=environment,
    )


def sandbox(*, data: Path, environment: Mapping[str, str]) -> Program:
    """Mail servers that play several providers; they take free ports and write down which."""
    where = data / "sandbox.json"
    data.mkdir(parents=True, exist_ok=True)
    where.unlink(missing_ok=True)
    return Program(
        name="sandbox",
        command=(
            *(sys.executable, "manage.py", "sandbox", "--data", str(data)),
            *(word for port in _SANDBOX_PORTS for word in (f"--{port}-port", "0")),
        ),
        folder=ROOT,
        environment=environment,
        ready=lambda: where.exists() and where.stat().st_size > 0,
    )


def sandbox_address(data: Path) -> str:
    """Where a running sandbox takes orders."""
    address: str = json.loads((data / "sandbox.json").read_text("utf-8"))["control_url"]
    return address


def answers(port: int) -> bool:
    """Say whether a web server answers there, whatever it says."""
    connection = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        connection.request("GET", "/livez", headers={"Host": "localhost"})
        connection.getresponse().read()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True
