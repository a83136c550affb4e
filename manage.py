#!/usr/bin/env python3
"""The one command of the project. What explains a pasted failure runs without Django, servers or settings."""

import importlib
import importlib.util
import os
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent
OWN_PYTHON = ROOT / ".venv" / "bin" / "python"

#: Commands that must work before, or without, everything else: verb → module with `main(argv) -> exit status`.
EARLY = {
    "explain": "diagnostics.command",
    "diagnose": "diagnostics.command",
    "up": "config.launch",
    "doctor": "config.doctor",
}


def main() -> int:
    """Run the command line."""
    enter_own_environment()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    verb = sys.argv[1] if len(sys.argv) > 1 else ""
    if verb in EARLY:
        status: int = importlib.import_module(EARLY[verb]).main(sys.argv[1:])
        return status
    from django.core.management import execute_from_command_line  # noqa: PLC0415 (slow; not for the early ones)

    execute_from_command_line(sys.argv)
    return 0


def enter_own_environment() -> None:
    """Start again with the project's own Python when called with the system's; say what to do when there is none."""
    in_some_environment = sys.prefix != sys.base_prefix
    if not in_some_environment and OWN_PYTHON.exists():
        os.execv(OWN_PYTHON, [str(OWN_PYTHON), __file__, *sys.argv[1:]])  # noqa: S606 (no shell wanted)
    if importlib.util.find_spec("django") is None or importlib.util.find_spec("re2") is None:
        sys.exit("Postmortem is not set up yet: run `make setup` in its folder first.")


if __name__ == "__main__":
    sys.exit(main())
