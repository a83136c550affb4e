"""Messages a minute hold for all workers together, also after Redis forgot."""

from datetime import timedelta

import pytest
import redis

from delivery.outcome.record import record
from delivery.queue.pacing import give_turns_back, take_turns

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def forget(settings):
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        store.delete(*(store.keys("postmortem:pace:*") or ["nothing"]))


def test_without_a_limit_all_may_go(make_account, now):
    assert take_turns(make_account().pk, per_minute=None, wanted=50, nonce="a", now=now) == 50


def test_the_limit_holds_for_all_who_ask(make_account, now):
    account = make_account()

    granted = [take_turns(account.pk, per_minute=30, wanted=20, nonce=nonce, now=now) for nonce in "abc"]

    assert granted == [20, 10, 0]


def test_turns_that_found_no_message_are_free_again(make_account, now):
    account = make_account()
    take_turns(account.pk, per_minute=20, wanted=20, nonce="a", now=now)

    give_turns_back(account.pk, nonce="a", taken=20, used=1)

    assert take_turns(account.pk, per_minute=20, wanted=20, nonce="b", now=now) == 19


def test_after_a_minute_turns_are_free_again(make_account, now):
    account = make_account()
    take_turns(account.pk, per_minute=30, wanted=30, nonce="a", now=now)

    later = now + timedelta(seconds=61)

    assert take_turns(account.pk, per_minute=30, wanted=30, nonce="b", now=later) == 30


def test_when_redis_forgot_the_attempts_are_counted(make_account, make_job, refused, now):
    account = make_account()
    for _ in range(4):
        record([refused(make_job(account=account), "550 5.1.1 no such user")], account=account, now=now)

    assert take_turns(account.pk, per_minute=10, wanted=50, nonce="a", now=now) == 6


def test_without_redis_the_attempts_are_counted(make_account, make_job, refused, now, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    account = make_account()
    record([refused(make_job(account=account), "550 5.1.1 no such user")], account=account, now=now)

    assert take_turns(account.pk, per_minute=10, wanted=50, nonce="a", now=now) == 9
