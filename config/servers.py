"""Where PostgreSQL and Redis are: where the settings say, else the embedded ones under the data folder."""

import hashlib
import os
import tempfile
from dataclasses import dataclass
from pathlib import Path

#: The longest path a socket may have (sun_path holds 108 bytes with its final zero), and the longest of ours in it.
_LONGEST_PATH = 107
_LONGEST_NAME = len("/.s.PGSQL.5432.lock")


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


def sockets(data: Path) -> Sockets:
    """Choose the socket folders of a data folder: inside it, or a short one of our own where the path gets too long."""
    base = data / "run"
    if len(os.fsencode(base / "postgres")) + _LONGEST_NAME > _LONGEST_PATH:
        base = Path(tempfile.gettempdir()) / f"postmortem-{os.getuid()}-{_short(data)}"
    return Sockets(postgres=base / "postgres", redis=base / "redis")


def _short(path: Path) -> str:
    return hashlib.sha256(os.fsencode(path)).hexdigest()[:12]
