"""Whoever hands mail over does not wait for the knock; it comes all the same."""

import pytest
import redis

from delivery.intake.knocks import Knocks


@pytest.fixture
def store(settings):
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        store.delete("postmortem:knock:1", "postmortem:knock:2", "celery")
        yield store
        store.delete("postmortem:knock:1", "postmortem:knock:2", "celery")


def test_every_account_is_knocked_for_once(store):
    knocks = Knocks()

    for account_id in (1, 2, 1, 1):
        knocks.ask(account_id)
    knocks.settle()

    assert store.llen("celery") == 2


def test_a_thread_that_ended_is_followed_by_another(store, monkeypatch):
    knocks = Knocks()
    monkeypatch.setattr(knocks, "_process", -1)

    knocks.ask(1)
    knocks.settle()

    assert store.llen("celery") == 1
