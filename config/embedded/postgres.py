"""The embedded PostgreSQL: a data folder made once, reached through a socket only we can open."""

import os
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import psycopg

from config.embedded.account import Account, make_passage, make_private
from config.processes.program import Program

#: The version whose data folders we can open.
MAJOR = "18"
OWNER = "postmortem"


def postgres(
    *, binaries: Path, data: Path, socket: Path, account: Account | None, options: Sequence[str] = ()
) -> Program:
    """Make the data folder when there is none, and return the program that serves it."""
    make_private(socket, account)
    if not (data / "PG_VERSION").exists():
        _make_data(binaries, data, account)
    found = (data / "PG_VERSION").read_text("ascii").strip()
    if found != MAJOR:
        raise SystemExit(
            f"{data} holds data of PostgreSQL {found}, this is {MAJOR}: move it away, or dump and load it."
        )
    settings = (
        f"unix_socket_directories={socket}",
        "listen_addresses=",
        "port=5432",
        "jit=off",
        "random_page_cost=1.1",
        *options,
    )
    return Program(
        name="postgres",
        command=(str(binaries / "postgres"), "-D", str(data), *(word for each in settings for word in ("-c", each))),
        account=account,
        folder=Path("/"),
        # SIGINT ends sessions and stops at once, cleanly; SIGTERM would wait for everybody to leave.
        stop_signal="SIGINT",
        ready=lambda: _answers(socket),
        # After a kill -9 the old server's lock outlives it by some seconds; the next start only has to wait.
        start_again_on="postmaster.pid",
    )


def ensure_database(socket: Path, name: str) -> None:
    """Make the database in a running server unless it is there."""
    with psycopg.connect(host=str(socket), user=OWNER, dbname="postgres", autocommit=True) as connection:
        known = connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone()
        if known is None:
            connection.execute(psycopg.sql.SQL("CREATE DATABASE {}").format(psycopg.sql.Identifier(name)))


def _make_data(binaries: Path, data: Path, account: Account | None) -> None:
    """Run initdb beside the final place, so that one that is broken off leaves nothing half made."""
    unfinished = data.with_name(f"{data.name}-unfinished")
    shutil.rmtree(unfinished, ignore_errors=True)
    make_passage(data.parent)
    make_private(unfinished, account)
    words = (
        *(str(binaries / "initdb"), "-D", str(unfinished), "-U", OWNER, "--encoding=UTF8", "--locale=C"),
        *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--no-instructions"),
        # Nobody but the socket folder's owner (and root) gets to the socket, so it needs no password.
        *("--auth-local=trust", "--auth-host=scram-sha-256"),
    )
    become: dict[str, Any] = {} if account is None else {"user": account.uid, "group": account.gid, "extra_groups": []}
    done = subprocess.run(  # noqa: S603 (our own words only)
        words,
        cwd="/",
        env={**os.environ, "LC_ALL": "C", "TZ": "UTC"},
        capture_output=True,
        text=True,
        check=False,
        **become,
    )
    if done.returncode:
        raise SystemExit(f"PostgreSQL could not make its data folder:\n{done.stderr.strip()}")
    unfinished.rename(data)


def _answers(socket: Path) -> bool:
    try:
        psycopg.connect(host=str(socket), user=OWNER, dbname="postgres", connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True
