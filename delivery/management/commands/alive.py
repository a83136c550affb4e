"""Health checks for containers: `manage.py alive web|worker|beat` exits 0 when that process of this machine works."""

from argparse import ArgumentParser
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from delivery.queue.alive import is_alive


class Command(BaseCommand):
    """Ask one process whether it lives."""

    help = "Exit 0 when the named process on this machine works."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which process."""
        parser.add_argument("role", choices=["web", "worker", "beat"])

    def handle(self, *args: Any, **options: Any) -> None:
        """Ask."""
        role = options["role"]
        if not (_web_answers() if role == "web" else is_alive(role)):
            raise CommandError(f"{role} does not answer")
        self.stdout.write(f"{role} is alive")


def _web_answers() -> bool:
    # The server answers to its public names alone, which may leave out the address of this machine.
    host = settings.ALLOWED_HOSTS[0].lstrip(".*") if settings.ALLOWED_HOSTS else ""
    request = Request(f"http://127.0.0.1:{settings.PORT}/livez", headers={"Host": host or "localhost"})
    try:
        with urlopen(request, timeout=5) as answer:  # noqa: S310 (our own loopback address)
            return bool(answer.status == 200)
    except (URLError, OSError):
        return False
