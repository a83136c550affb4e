"""Takes reports of mail that failed elsewhere: a file or standard input, one record, a list, or one per line."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from delivery.intake.report_format import parse
from delivery.intake.reports import import_reports


class Command(BaseCommand):
    """`manage.py report_failures FILE|-`: stores what is right, names what is wrong, exits 1 if anything was."""

    help = "Import failures recorded by another application (JSON, a list, or one record per line)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE, or - for standard input."""
        parser.add_argument("file", metavar="FILE", help="a file of records, or - for standard input")

    def handle(self, *args: Any, **options: Any) -> None:
        """Import, then say what was done."""
        try:
            data = sys.stdin.buffer.read() if options["file"] == "-" else Path(options["file"]).read_bytes()
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror}") from None
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise CommandError(f"{options['file']}: is not UTF-8 (byte {error.start})") from None
        imported = import_reports(parse(text), now=timezone.now())
        self.stdout.write(f"{len(imported.jobs)} reported, {imported.known} already known")
        for problem in imported.problems:
            self.stderr.write(str(problem))
        if imported.problems:
            raise CommandError(f"{len(imported.problems)} left out")
