"""Held mail always finds its way out of an active account, whatever becomes of the e-mail that goes first."""

from datetime import timedelta

import pytest

from delivery.models import Account, Job
from delivery.outcome import breaker
from delivery.outcome.record import record

pytestmark = pytest.mark.django_db

UNKNOWN = "550 5.1.1 <maria@example.net>: Recipient address rejected: User unknown in virtual mailbox table"


@pytest.fixture
def released(make_account, make_job, now):
    """An account whose mail was just let go: the first e-mail is queued, another still held."""
    account = make_account(state=Account.State.HELD, held_at=now, last_success_at=now - timedelta(days=1))
    first, other = (make_job(account=account, state=Job.State.HELD) for _ in range(2))
    breaker.release(account.pk, now=now)
    return account, first, other


def _state(job):
    return Job.objects.get(pk=job.pk).state


def test_while_the_first_is_under_way_the_others_wait(released, now):
    _account, _first, other = released

    assert breaker.try_next(now=now) == set()
    assert _state(other) == "held"


def test_a_first_that_fails_for_its_recipient_is_followed_by_the_next(released, refused, now):
    account, first, other = released
    record([refused(first, UNKNOWN)], account=account, now=now)

    assert breaker.try_next(now=now) == {account.pk}
    assert _state(other) == "queued"


def test_a_first_that_must_wait_is_followed_by_the_next(released, now):
    account, first, other = released
    Job.objects.filter(pk=first.pk).update(due_at=now + timedelta(minutes=15))

    assert breaker.try_next(now=now) == {account.pk}
    assert (_state(first), _state(other)) == ("queued", "queued")


@pytest.mark.parametrize(
    "changed", [{"paced_until": timedelta(minutes=1)}, {"state": Account.State.PAUSED}], ids=["paced", "paused"]
)
def test_an_account_that_may_not_send_now_tries_nothing(released, now, changed):
    account, first, other = released
    Job.objects.filter(pk=first.pk).delete()
    Account.objects.filter(pk=account.pk).update(
        **{name: now + value if isinstance(value, timedelta) else value for name, value in changed.items()}
    )

    assert breaker.try_next(now=now) == set()
    assert _state(other) == "held"


def test_mail_held_after_its_account_was_resumed_goes_out_too(make_account, make_job, now):
    account = make_account(last_success_at=now - timedelta(days=1))
    first, other = (make_job(account=account, state=Job.State.HELD) for _ in range(2))

    breaker.try_next(now=now)
    Job.objects.filter(pk=first.pk).update(state=Job.State.ACCEPTED, due_at=None, finished_at=now)
    Account.objects.filter(pk=account.pk).update(last_success_at=now + timedelta(seconds=1))

    assert breaker.release_more(now=now) == {account.pk}
    assert _state(other) == "queued"
