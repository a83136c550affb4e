"""What has to be done before the web server may start: tables, static files, the demo world. Run by the launcher.

Prints progress, and as its last line what the launcher has to tell people, as JSON.
"""

import argparse
import json
import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.core.management import call_command
from django.db import transaction

from config.setup.fingerprint import fingerprint


def main() -> None:
    """Prepare everything; each step does nothing when nothing changed."""
    parser = argparse.ArgumentParser(prog="python -m config.prepare")
    parser.add_argument("--demo", action="store_true", help="load the demo world")
    demo = parser.parse_args().demo
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    _tables()
    _static_files(settings.STATIC_ROOT)
    if demo:
        _say("Loading the demo world (the first time takes a while) …")
        with transaction.atomic():
            call_command("demo_world")
    sys.stdout.write(json.dumps(_closing_words(demo=demo)) + "\n")


def _tables() -> None:
    _say("Bringing the tables up to date …")
    call_command("migrate", interactive=False, verbosity=0)


def _static_files(root: Path) -> None:
    """Collect static files, unless they are those that were collected last time."""
    now, stamp = fingerprint(settings.BASE_DIR), root / "collected"
    if stamp.exists() and stamp.read_text("ascii") == now:
        return
    _say("Collecting static files …")
    call_command("collectstatic", interactive=False, verbosity=0, clear=True)
    stamp.write_text(now, "ascii")


def _closing_words(*, demo: bool) -> dict[str, object]:
    words: dict[str, object] = {}
    if demo:
        from delivery.demo import LOGINS, PASSWORD  # noqa: PLC0415 (only where there is a demo)

        words["logins"], words["password"] = {group: name for name, group in LOGINS.items()}, PASSWORD
    else:
        from delivery import first_admin  # noqa: PLC0415 (models exist only now)

        words["first_admin"] = first_admin.link() if first_admin.needed() else None
    return words


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
