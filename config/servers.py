"""Where the embedded PostgreSQL and Redis are. Only looks: whoever starts them makes the folders."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

#: The longest path a socket may have (sun_path holds 108 bytes with its final zero), and the longest of ours in it.
_LONGEST_PATH = 107
_LONGEST_NAME = len("/.s.PGSQL.5432.lock")
#: Where root keeps what the servers' own user could not reach in the project.
_OUTSIDE = Path("/var/lib")


@dataclass(frozen=True, kw_only=True)
class Sockets:
    """The folders in which the embedded servers put their sockets."""

    postgres: Path
    redis: Path

    @property
    def database_url(self) -> str:
        """How to reach the embedded PostgreSQL."""
        return f"postgresql://postmortem@/postmortem?host={self.postgres}"

    @property
    def redis_socket(self) -> Path:
        """The file through which the embedded Redis is reached."""
        return self.redis / "redis.sock"

    @property
    def redis_url(self) -> str:
        """How to reach the embedded Redis."""
        return f"unix://{self.redis_socket}"


def home(data: Path) -> Path:
    """Return the folder the embedded servers live in: the data folder, or one outside where theirs is closed to them.

    Started by root, the servers run as another user, who cannot pass a closed folder such as /root.
    """
    if os.geteuid() != 0 or (data / "postgres").exists():
        return data
    outside = _OUTSIDE / f"postmortem-{_short(data)}"
    return outside if outside.exists() or not open_to_others(data) else data


def sockets(data: Path) -> Sockets:
    """Choose the socket folders of a data folder: inside it, or a short one of our own where the path gets too long."""
    base = home(data) / "run"
    if len(os.fsencode(base / "postgres")) + _LONGEST_NAME > _LONGEST_PATH:
        base = Path(tempfile.gettempdir()) / f"postmortem-{os.getuid()}-{_short(data)}"
    return Sockets(postgres=base / "postgres", redis=base / "redis")


def open_to_others(path: Path) -> bool:
    """Say whether every user may pass all folders that lead to a path."""
    return all(folder.stat().st_mode & 0o001 for folder in (path, *path.parents) if folder.exists())


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
