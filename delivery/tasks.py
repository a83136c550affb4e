"""Celery's doors: each takes ids, calls one function, and may safely run twice."""

from celery import shared_task
from django.utils import timezone

from delivery.queue.knocking import SEND_ACCOUNT
from delivery.sending.run import send_due
from delivery.sending.sweep import sweep as sweep_once


@shared_task(name=SEND_ACCOUNT, ignore_result=True)
def send_account(account_id: int) -> None:
    """Answer a knock."""
    send_due(account_id)


@shared_task(name="delivery.sweep", ignore_result=True)
def sweep() -> None:
    """Every few seconds, from beat."""
    sweep_once(now=timezone.now())
