#!/usr/bin/env python3
"""The command line: `manage.py explain` and `manage.py diagnose` need nothing but Python; the rest is Django's."""

import os
import sys
from pathlib import Path

#: Commands of the diagnostics library: no server, no .env, no Django.
PURE = {"explain", "diagnose"}


def _use_our_python() -> None:
    """Started with another Python, go on with the one that set-up made."""
    ours = Path(__file__).resolve().parent / ".venv" / "bin" / "python"
    if ours.exists() and Path(sys.prefix).resolve() != ours.parent.parent.resolve() and "VIRTUAL_ENV" not in os.environ:
        os.execv(ours, [str(ours), *sys.argv])  # noqa: S606


def main() -> int:
    """Run one command; its exit status."""
    if PURE.intersection(sys.argv[1:2]):
        from diagnostics.command import main as pure  # noqa: PLC0415

        return pure(sys.argv[1:])
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.management import execute_from_command_line  # noqa: PLC0415

    execute_from_command_line(sys.argv)
    return 0


if __name__ == "__main__":
    try:
        import re2  # noqa: F401
    except ModuleNotFoundError:
        _use_our_python()
        sys.exit("Postmortem is not set up here yet. Run: make setup")
    sys.exit(main())
