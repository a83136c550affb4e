"""The embedded PostgreSQL keeps what was committed, whatever happens to it."""

import os
import shutil
import signal
import tempfile
from pathlib import Path

import psycopg
import pytest

from config.embedded.account import make_passage
from config.embedded.both import embedded_postgres
from config.embedded.postgres import ensure_database
from config.processes.identity import read_back
from config.processes.supervisor import Supervisor
from config.servers import home, sockets


@pytest.fixture
def data():
    """A data folder with a short path that the server's own user can pass."""
    folder = Path(tempfile.gettempdir()) / f"postmortem-embedded-{os.getpid()}"
    make_passage(folder)
    yield folder
    shutil.rmtree(home(folder))
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def supervisor(data):
    made = Supervisor(logs=data / "log", state=data / "running.json", tell=print)
    yield made
    made.stop()


def connect(data):
    return psycopg.connect(sockets(data).database_url, autocommit=True)


def test_after_a_kill_everything_committed_is_there(data, supervisor):
    supervisor.start(embedded_postgres(data))
    ensure_database(sockets(data).postgres, "postmortem")
    with connect(data) as connection:
        connection.execute("CREATE TABLE kept (word text)")
        connection.execute("INSERT INTO kept VALUES ('this')")
    (server,) = read_back(data / "running.json")
    os.kill(server.pid, signal.SIGKILL)
    supervisor.stop()

    supervisor.start(embedded_postgres(data))

    with connect(data) as connection:
        assert connection.execute("SELECT word FROM kept").fetchall() == [("this",)]


def test_only_its_own_may_come_near(data, supervisor):
    supervisor.start(embedded_postgres(data))

    assert (home(data) / "postgres").stat().st_mode & 0o077 == 0
    assert sockets(data).postgres.stat().st_mode & 0o077 == 0


def test_a_first_start_that_was_broken_off_does_no_harm(data, supervisor):
    unfinished = home(data) / "postgres-unfinished"
    unfinished.mkdir(parents=True)
    (unfinished / "half").touch()

    supervisor.start(embedded_postgres(data))

    assert not unfinished.exists()


def test_data_of_another_version_is_left_alone(data):
    folder = home(data) / "postgres"
    folder.mkdir(mode=0o700, parents=True)
    (folder / "PG_VERSION").write_text("17\n")

    with pytest.raises(SystemExit, match=r"holds data of PostgreSQL 17, this is 18"):
        embedded_postgres(data)


def test_making_the_database_twice_is_no_fault(data, supervisor):
    supervisor.start(embedded_postgres(data))

    ensure_database(sockets(data).postgres, "postmortem")
    ensure_database(sockets(data).postgres, "postmortem")

    with connect(data) as connection:
        assert connection.execute("SHOW server_version").fetchone()[0].startswith("18")
