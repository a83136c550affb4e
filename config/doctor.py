"""`manage.py doctor`: one sentence each on what runs and what is missing. Works when nothing else does."""

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from config import env
from config.finding import Finding
from config.setup.vendor import FILES


def main(_argv: Sequence[str]) -> int:
    """Print all findings; the exit status is 1 when something is missing."""
    everything_fine = True
    for finding in findings():
        everything_fine = everything_fine and finding.fine
        sys.stdout.write(f"{'ok     ' if finding.fine else 'missing'}  {finding.sentence}\n")
    return 0 if everything_fine else 1


def findings() -> Iterator[Finding]:
    """Look at one thing after the other."""
    yield python()
    yield key_file(env.ROOT / ".env")
    yield vendor_files(env.ROOT / "static" / "vendor")
    yield translations(env.ROOT / "locale")
    unsettled = settings_fault()
    if unsettled is not None:
        yield unsettled
        return
    from config import doctor_servers as servers  # noqa: PLC0415 (needs the settings, which were just proved to be right)

    yield from servers.findings()


def python() -> Finding:
    """The Python we run on."""
    version = ".".join(map(str, sys.version_info[:3]))
    return Finding(fine=True, sentence=f"Python {version} with its packages in {sys.prefix}.")


def key_file(path: Path) -> Finding:
    """The file with the keys: there, and nobody else's to read."""
    if not path.exists():
        if env.given("SECRET_KEY") and env.given("SEALING_KEYS"):
            return Finding(fine=True, sentence="The keys come from the environment; there is no .env.")
        return Finding(fine=False, sentence="There is no .env with keys: run `make setup`.")
    mode = path.stat().st_mode & 0o777
    if mode & 0o077:
        return Finding(fine=False, sentence=f"Others may read .env (mode {mode:o}): run `chmod 600 .env`.")
    return Finding(fine=True, sentence=".env is there and only its owner may read it.")


def vendor_files(folder: Path) -> Finding:
    """The files the pages use from npm."""
    lacking = [name for name in (*FILES.values(), "icons.svg") if not (folder / name).exists()]
    if lacking:
        return Finding(fine=False, sentence=f"The pages lack {', '.join(lacking)}: run `make setup`.")
    return Finding(fine=True, sentence=f"The pages have their {len(FILES) + 1} files from npm.")


def translations(folder: Path) -> Finding:
    """Every translation is compiled, and not older than its text."""
    sources = sorted(folder.glob("*/LC_MESSAGES/*.po"))
    stale = [path.parents[1].name for path in sources if not _is_newer(path.with_suffix(".mo"), path)]
    if stale:
        return Finding(fine=False, sentence=f"Translations not compiled: {', '.join(stale)}; run `make setup`.")
    return Finding(fine=True, sentence=f"Translations compiled: {', '.join(path.parents[1].name for path in sources)}.")


def settings_fault(load: Callable[[], None] | None = None) -> Finding | None:
    """Say what is wrong with the settings; None when they are right."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    try:
        (load or _load_settings)()
    except SystemExit as fault:
        return Finding(fine=False, sentence=str(fault))
    return None


def _load_settings() -> None:
    import django  # noqa: PLC0415 (nothing of Django before it is needed)

    django.setup()


def _is_newer(path: Path, than: Path) -> bool:
    return path.exists() and path.stat().st_mtime >= than.stat().st_mtime
