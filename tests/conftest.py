"""What every test may use. Pure tests start nothing; those that ask for a server get a real one of this run alone."""

import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings

from config.embedded.account import make_passage
from config.embedded.both import embedded_postgres, embedded_redis
from config.processes.supervisor import Supervisor
from config.servers import home


@pytest.fixture(scope="session")
def supervisor() -> Iterator[Supervisor]:
    """Starts the servers of this test run and ends them with it; what they wrote is removed."""
    folder = settings.DATA_FOLDER
    make_passage(folder)
    started = Supervisor(logs=folder / "log", state=folder / "running.json", tell=print)
    try:
        yield started
    finally:
        started.stop()
        shutil.rmtree(home(folder))
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def redis_server(supervisor: Supervisor) -> str:
    """Redis, which starts when the first test asks for it; its address is the one in the settings."""
    supervisor.start(embedded_redis(settings.DATA_FOLDER))
    return settings.REDIS_URL


@pytest.fixture(scope="session")
def django_db_modify_db_settings(supervisor: Supervisor, redis_server: str) -> None:
    """The database tier: PostgreSQL (and Redis, for whoever knocks) starts when the first test asks for the database."""
    quickly = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
    supervisor.start(embedded_postgres(settings.DATA_FOLDER, options=quickly))
