"""A claim takes what is due, most urgent first, and nothing that others hold."""

from datetime import timedelta

import pytest

from delivery.models import Account, Job
from delivery.queue.claiming import claim

pytestmark = pytest.mark.django_db


def test_it_leases_due_jobs_and_says_since_when_they_are_tried(make_job, now):
    job = make_job()

    (claimed,) = claim(job.account_id, worker="w", limit=10, now=now)

    job.refresh_from_db()
    assert (claimed.job_id, claimed.claimed_at, claimed.recipient) == (job.pk, now, "maria@example.net")
    assert (job.state, job.claimed_by, job.last_attempt, job.happened_at) == ("sending", "w", 1, now)


def test_urgent_goes_first_and_the_limit_holds(make_job, make_account, now):
    account = make_account()
    make_job(account=account, priority=5)
    urgent = make_job(account=account, priority=1)

    (claimed,) = claim(account.pk, worker="w", limit=1, now=now)

    assert claimed.job_id == urgent.pk


@pytest.mark.parametrize(
    "changed",
    [
        {"due_at": "later"},
        {"expires_at": "earlier"},
        {"state": Job.State.HELD},
        {"state": Job.State.FAILED},
        {"state": Job.State.ACCEPTED},
    ],
)
def test_it_leaves_alone_what_is_not_to_be_sent(make_job, now, changed):
    moments = {"later": now + timedelta(seconds=1), "earlier": now}
    job = make_job(**{name: moments.get(value, value) for name, value in changed.items()})

    assert claim(job.account_id, worker="w", limit=10, now=now) == []


def test_what_one_worker_has_no_other_gets(make_job, now):
    job = make_job()
    claim(job.account_id, worker="first", limit=10, now=now)

    assert claim(job.account_id, worker="second", limit=10, now=now) == []


def test_every_claim_numbers_its_try_on(make_job, now):
    job = make_job(last_attempt=2)

    claim(job.account_id, worker="w", limit=10, now=now)

    assert Job.objects.get().last_attempt == 3


@pytest.mark.parametrize("state", [Account.State.PAUSED, Account.State.HELD])
def test_an_account_that_was_stopped_meanwhile_gives_nothing_more(make_job, make_account, now, state):
    account = make_account(state=state, held_at=now if state == Account.State.HELD else None)
    make_job(account=account)

    assert claim(account.pk, worker="worker", limit=10, now=now) == []


@pytest.mark.parametrize(("seconds", "many"), [(1, 0), (0, 1), (-1, 1)])
def test_an_account_that_was_asked_to_slow_down_gives_nothing_until_then(make_job, make_account, now, seconds, many):
    account = make_account(paced_until=now + timedelta(seconds=seconds))
    make_job(account=account)

    assert len(claim(account.pk, worker="worker", limit=10, now=now)) == many


def test_a_worker_that_knows_an_earlier_login_gets_nothing(make_job, make_account, now):
    account = make_account(changed_at=now - timedelta(hours=1))
    make_job(account=account)
    Account.objects.filter(pk=account.pk).update(changed_at=now)

    assert claim(account.pk, worker="worker", limit=10, now=now, known=account) == []
    account.refresh_from_db()
    assert claim(account.pk, worker="worker", limit=10, now=now, known=account)
