"""Explains all stored failures again with today's catalogue."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from delivery.outcome.rediagnose import BATCH, Progress, rediagnose


class Command(BaseCommand):
    """`manage.py rediagnose`: in batches, with progress; stopped, it goes on with `--after`."""

    help = "Explain all stored failures again; what was said stays, what it means may improve."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where to go on, and how much at once."""
        parser.add_argument("--after", type=int, default=0, metavar="ID", help="go on after this attempt")
        parser.add_argument("--batch", type=int, default=BATCH, metavar="N", help="attempts per transaction")

    def handle(self, *args: Any, **options: Any) -> None:
        """Go through all of it, then print what changed."""
        progress = Progress()
        for progress in rediagnose(now=timezone.now(), after=options["after"], batch=max(options["batch"], 1)):
            self.stdout.write(f"{progress.looked_at} read again (if stopped: --after {progress.after})")
        for (old, new), count in progress.changed.most_common():
            self.stdout.write(
                f"{count:>8}  {old} -> {new}" if old != new else f"{count:>8}  {new}: category or confidence"
            )
        self.stdout.write(f"{sum(progress.changed.values())} of {progress.looked_at} changed")
