"""Run a verb of this library without Django: `manage.py diagnose`, `manage.py explain`."""

import sys
from collections.abc import Sequence
from importlib import import_module

#: Each verb is a module of `diagnostics.commands` with `run(arguments) -> exit status`.
VERBS = ("diagnose", "explain")


def main(argv: Sequence[str] | None = None) -> int:
    """Run the verb that comes first in `argv` (without the program's name); return the exit status."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if not arguments or arguments[0] not in VERBS:
        print(f"usage: manage.py {{{','.join(VERBS)}}} …", file=sys.stderr)
        return 2
    run = import_module(f"diagnostics.commands.{arguments[0]}").run
    status: int = run(arguments[1:])
    return status
