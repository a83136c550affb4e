"""The embedded Redis: a socket only we can open, everything written down."""

from pathlib import Path

import redis as client

from config.embedded.account import Account, make_passage, make_private
from config.processes.program import Program


def redis(*, binary: Path, data: Path, socket: Path, account: Account | None) -> Program:
    """Make the folders, and return the program."""
    make_passage(data.parent)
    make_private(data, account)
    make_private(socket.parent, account)
    return Program(
        name="redis",
        command=(
            *(str(binary), "--port", "0", "--unixsocket", str(socket), "--unixsocketperm", "700"),
            *("--dir", str(data), "--appendonly", "yes", "--save", "", "--daemonize", "no"),
        ),
        account=account,
        folder=Path("/"),
        ready=lambda: _answers(socket),
    )


def _answers(socket: Path) -> bool:
    try:
        with client.Redis(unix_socket_path=str(socket), socket_timeout=2) as store:
            return bool(store.ping())
    except client.RedisError:
        return False
