"""The Celery application."""

import os
from typing import Any

from celery import Celery
from celery.signals import heartbeat_sent, worker_ready, worker_shutting_down

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("postmortem")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_ready.connect
@heartbeat_sent.connect
def worker_lives(**_kwargs: Any) -> None:
    """The worker's own loop runs: say so."""
    from django.utils import timezone  # noqa: PLC0415 (settings are not loaded yet at import)

    from delivery.queue.alive import announce  # noqa: PLC0415

    announce("worker", now=timezone.now())


@worker_shutting_down.connect
def worker_stops(**_kwargs: Any) -> None:
    """Told to stop (SIGTERM): no further message is begun."""
    from delivery.sending.draining import DRAINING  # noqa: PLC0415 (settings are not loaded yet at import)

    DRAINING.begin()
