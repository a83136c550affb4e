"""The peer: django-post_office in an environment of its own, on the same PostgreSQL, against the same server."""

import os
import subprocess
import sys
from pathlib import Path

from chaos.house import House
from config.embedded.postgres import ensure_database
from config.servers import sockets

ROOT = Path(__file__).resolve().parents[1]
_HOME = ROOT / ".data" / "bench-venv"
_LOCK = ROOT / "requirements" / "bench.txt"


class PostOffice:
    """Asks it to enqueue and to send, and how long that took."""

    def __init__(self, house: House, port: int, *, threads: int = 2) -> None:
        _install()
        socket = sockets(house.data).postgres
        ensure_database(socket, "peer")
        self._environment = {
            "PATH": os.environ["PATH"],
            "PEER_SOCKET": str(socket),
            "PEER_PORT": str(port),
            "PEER_THREADS": str(threads),
            "DJANGO_SETTINGS_MODULE": "settings",
        }
        self._ask("migrate")

    def enqueue(self, many: int, *, bulk: bool) -> float:
        """Seconds it takes to put so many messages into its queue."""
        return float(self._ask("enqueue-bulk" if bulk else "enqueue", many))

    def send(self, many: int, *, bytes_each: int = 2048) -> float:
        """Seconds it takes to send so many, from its queue to its log."""
        self._ask("fill", many, bytes_each)
        return float(self._ask("send"))

    def _ask(self, *words: object) -> str:
        done = subprocess.run(
            [str(_HOME / "bin" / "python"), "peer.py", *map(str, words)],
            cwd=Path(__file__).parent / "peers",
            env=self._environment,
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        return done.stdout.strip().rpartition("\n")[2]


def _install() -> None:
    stamp = _HOME / "installed"
    if stamp.exists() and stamp.read_text("ascii") == _LOCK.read_text("ascii"):
        return
    print("   installing django-post_office …", flush=True)
    subprocess.run([sys.executable, "-m", "venv", str(_HOME)], check=True)
    uv = str(Path(sys.executable).with_name("uv"))
    install = [uv, "--quiet", "pip", "install", "--python", str(_HOME / "bin" / "python"), "--require-hashes"]
    subprocess.run([*install, "-r", str(_LOCK)], check=True)
    stamp.write_text(_LOCK.read_text("ascii"), "ascii")
