"""A knock is sent once while nobody has answered, and its failing harms nobody."""

import pytest
import redis

from delivery.queue.knocking import answered, knock


@pytest.fixture(autouse=True)
def quiet(settings):
    """No knock is under way, and none is left behind."""
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        store.delete("postmortem:knock:1", "celery")
        yield store
        store.delete("postmortem:knock:1", "celery")


def test_a_knock_reaches_the_workers(quiet):
    assert knock(1)
    assert quiet.llen("celery") == 1


def test_one_at_a_time_is_enough(quiet):
    knock(1)

    assert not knock(1)
    assert quiet.llen("celery") == 1


def test_once_answered_the_next_may_be_sent(quiet):
    knock(1)
    answered(1)

    assert knock(1)


def test_without_redis_nothing_breaks(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    assert not knock(1)
    answered(1)
