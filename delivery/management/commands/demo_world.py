"""Loads the demo world: reported failures, accounts on the sandbox, a past, and today's mail."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from delivery.sandbox.demo.load import load


class Command(BaseCommand):
    """`manage.py demo_world`: only where DEMO=1, so that no real dashboard is ever filled with it."""

    help = "Load the demo world (needs DEMO=1)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Load, and say what was made."""
        if not settings.DEMO:
            raise CommandError("DEMO is not 1: the demo world is not mixed into a real installation.")
        counts = load(now=timezone.now(), sandbox_url=settings.SANDBOX_URL)
        self.stdout.write(", ".join(f"{count} {what}" for what, count in counts.items()) or "already loaded")
