"""Both embedded servers for a data folder, ready to be started."""

from collections.abc import Sequence
from pathlib import Path

from config.embedded.account import servers_account
from config.embedded.postgres import postgres
from config.embedded.programs import Programs, programs
from config.embedded.redis import redis
from config.processes.program import Program
from config.servers import home, sockets


def embedded_postgres(data: Path, *, options: Sequence[str] = ()) -> Program:
    """PostgreSQL for a data folder, with the settings given added."""
    return postgres(
        binaries=_programs(data).postgres,
        data=home(data) / "postgres",
        socket=sockets(data).postgres,
        account=servers_account(),
        options=options,
    )


def embedded_redis(data: Path) -> Program:
    """Redis for a data folder."""
    return redis(
        binary=_programs(data).redis,
        data=home(data) / "redis",
        socket=sockets(data).redis_socket,
        account=servers_account(),
    )


def _programs(data: Path) -> Programs:
    found = programs(home(data))
    if isinstance(found, str):
        raise SystemExit(found)
    return found
