"""A knock tells some worker that an account has due jobs. It makes soon what the sweep makes certain."""

import logging

import redis
from celery import current_app
from kombu.exceptions import OperationalError

from delivery.queue.store import store

log = logging.getLogger(__name__)

#: The task that answers a knock; sent by name, so that nothing imports the tasks.
SEND_ACCOUNT = "delivery.send_account"
#: A knock that nobody answered within this time (milliseconds) does not keep others from knocking.
KNOCK_LASTS = 5_000


def _key(account_id: int) -> str:
    return f"postmortem:knock:{account_id}"


def knock(account_id: int) -> bool:
    """Wake a worker for the account, unless a knock is on its way already. Failing is no harm: the sweep knocks too."""
    try:
        if not store().set(_key(account_id), 1, nx=True, px=KNOCK_LASTS):
            return False
        current_app.send_task(SEND_ACCOUNT, args=[account_id], retry=False, ignore_result=True)
    except (redis.RedisError, OperationalError, OSError) as error:
        log.warning("knock for account %s not delivered: %s", account_id, type(error).__name__)
        return False
    return True


def answered(account_id: int) -> None:
    """The knock was heard: the next one may be sent."""
    try:
        store().delete(_key(account_id))
    except redis.RedisError as error:
        log.warning("knock for account %s not cleared: %s", account_id, type(error).__name__)
