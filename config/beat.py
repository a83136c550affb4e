"""Celery's clock, with a sign of life at every tick."""

from typing import Any

from celery.beat import PersistentScheduler
from django.utils import timezone

from delivery.queue.alive import announce


class Scheduler(PersistentScheduler):
    """Ticks at least every few seconds, and says so."""

    max_interval = 5

    def tick(self, *args: Any, **kwargs: Any) -> float:
        """Send what is due, then announce."""
        wait = super().tick(*args, **kwargs)
        announce("beat", now=timezone.now())
        return min(wait, self.max_interval)
