"""docker-compose.yml does what it says: every service of ours starts by its own command, is healthy, and ends politely.

No engine is needed: the commands run as they stand, with their environment; host names lead to the embedded servers.
"""

import base64
import os
import shlex
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import redis
import yaml
from django.conf import settings
from django.db import connection

ROOT = Path(__file__).resolve().parents[2]
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
OURS = {name: service for name, service in COMPOSE["services"].items() if service["image"] == "postmortem"}
LASTING = [name for name, service in OURS.items() if "healthcheck" in service]
#: More than any start takes; only a process that never gets healthy is waited for so long.
PATIENCE = 60


@pytest.fixture
def environment(tmp_path: Path, transactional_db: None) -> dict[str, str]:
    """A service's environment with the names of other containers replaced, and an empty home."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = str(free.getsockname()[1])
    database = connection.settings_dict
    url = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
    secrets = {
        "database_url": url,
        "secret_key": "a key for tests only, long enough to be taken for a real one",
        "sealing_keys": base64.urlsafe_b64encode(b"x" * 32).decode(),
    }
    for name, value in secrets.items():
        (tmp_path / name).write_text(value)
    home = tmp_path / "home"
    home.mkdir()
    told = {
        "ALLOWED_HOSTS": "localhost,127.0.0.1",
        "REDIS_URL": settings.REDIS_URL,
        "HOME": str(home),
        "STATIC_ROOT": str(tmp_path / "static"),
        "HTTPS": "0",
        "CSRF_TRUSTED_ORIGINS": "",
    }
    mapped = {
        name: told.get(name, str(value).replace("0.0.0.0:8000", f"127.0.0.1:{port}").replace("8000", port))
        for name, value in COMPOSE["x-environment"].items()
    }
    return {
        name: str(tmp_path / value.removeprefix("/run/secrets/")) if name.endswith("_FILE") else value
        for name, value in mapped.items()
    } | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}", "PYTHONUNBUFFERED": "1"}


@pytest.fixture
def service(
    environment: dict[str, str], tmp_path: Path, request: pytest.FixtureRequest
) -> Iterator[subprocess.Popen[bytes]]:
    """One service, started by its exact command."""
    command = shlex.split(OURS[request.param]["command"].replace("/tmp/", f"{tmp_path}/"))
    log = (tmp_path / "log").open("wb")
    # The sign of life of another test's worker would pass for this one's.
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        store.flushdb()
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT)
    yield process
    if process.poll() is None:
        process.kill()
    process.wait()
    log.close()


def is_healthy(name: str, environment: dict[str, str]) -> bool:
    """The service's own health check."""
    kind, *command = OURS[name]["healthcheck"]["test"]
    assert kind == "CMD"
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False).returncode == 0


@pytest.mark.parametrize(("service", "name"), [(name, name) for name in LASTING], indirect=["service"])
def test_a_service_gets_healthy_and_ends_politely(service, name, environment, tmp_path):
    end = time.monotonic() + PATIENCE
    while not is_healthy(name, environment):
        assert service.poll() is None, (tmp_path / "log").read_text()
        assert time.monotonic() < end, (tmp_path / "log").read_text()

    service.send_signal(signal.SIGTERM)

    assert service.wait(timeout=PATIENCE) == 0, (tmp_path / "log").read_text()


def test_the_migration_service_migrates(environment):
    command = shlex.split(OURS["migrate"]["command"])

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_ours_run_locked_down():
    for service in OURS.values():
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["environment"] == COMPOSE["x-environment"]
    assert "USER 10001" in (ROOT / "Dockerfile").read_text()


def test_no_secret_stands_in_the_file():
    assert all(
        name.endswith("_FILE")
        for name in COMPOSE["x-environment"]
        if "SECRET" in name or "KEY" in name or "DATABASE" in name
    )
    assert set(COMPOSE["secrets"]) == {"database_url", "secret_key", "sealing_keys", "postgres_password"}


def test_postgres_is_the_version_and_locale_of_the_embedded_one():
    postgres = COMPOSE["services"]["postgres"]
    assert postgres["image"] == "postgres:18"
    assert postgres["volumes"] == ["postgres:/var/lib/postgresql"]
    for option in ("--encoding=UTF8", "--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"):
        assert option in postgres["environment"]["POSTGRES_INITDB_ARGS"]
