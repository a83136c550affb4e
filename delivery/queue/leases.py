"""A worker that lives says so: its leases are renewed while it works, and end by themselves when it dies."""

import logging
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from delivery.queue.claiming import lease_length

log = logging.getLogger(__name__)


def renew(worker: str, *, now: datetime) -> None:
    """Extend every lease of the worker: its jobs and its connection."""
    until = now + lease_length()
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE delivery_job SET lease_until = %s WHERE state = 'sending' AND claimed_by = %s",
            [until, worker],
        )
        # Also one that has run out, while the database was away: as long as nobody else took it, it is ours.
        cursor.execute("UPDATE delivery_slot SET until = %s WHERE held_by = %s", [until, worker])


@contextmanager
def kept_alive(worker: str) -> Iterator[None]:
    """Renew the worker's leases from a thread of its own while the block runs."""
    done = threading.Event()

    def beat() -> None:
        while not done.wait(settings.LEASE_SECONDS / 3):
            try:
                renew(worker, now=timezone.now())
            except DatabaseError as error:
                log.warning("leases of %s not renewed: %s", worker, error)
            finally:
                connection.close()

    thread = threading.Thread(target=beat, name=f"leases of {worker}", daemon=True)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()
