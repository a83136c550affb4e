"""The sweep finds what is due, and ends what is over."""

from datetime import timedelta

import pytest

from delivery.models import Account, Job, Slot
from delivery.queue.sweeping import accounts_with_due_jobs, expire

pytestmark = pytest.mark.django_db


def test_it_finds_accounts_with_due_jobs(make_job, now):
    job = make_job()

    assert accounts_with_due_jobs(now=now) == [job.account_id]


@pytest.mark.parametrize(
    "changed",
    [
        {"state": Account.State.PAUSED},
        {"state": Account.State.HELD, "held_at": "now"},
        {"paced_until": "later"},
        {"reported_only": True},
    ],
)
def test_it_leaves_accounts_alone_that_must_not_send(make_job, make_account, now, changed):
    moments = {"now": now, "later": now + timedelta(minutes=1)}
    make_job(account=make_account(**{name: moments.get(value, value) for name, value in changed.items()}))

    assert accounts_with_due_jobs(now=now) == []


@pytest.mark.parametrize(("taken", "found"), [(2, True), (3, False)])
def test_it_knocks_for_no_account_whose_connections_are_all_taken(make_job, now, taken, found):
    job = make_job()
    for number in range(1, taken + 1):
        Slot.objects.create(account=job.account, number=number, held_by="w", until=now + timedelta(minutes=1))
    Slot.objects.create(account=job.account, number=9, until=now)

    assert accounts_with_due_jobs(now=now) == ([job.account_id] if found else [])


@pytest.mark.parametrize("state", [Job.State.QUEUED, Job.State.HELD])
def test_what_waited_past_its_deadline_is_over(make_job, now, state):
    job = make_job(state=state, expires_at=now)

    assert expire(now=now) == 1
    job.refresh_from_db()
    assert (job.state, job.finished_at) == ("expired", now)


def test_what_is_being_sent_is_not_expired(make_job, lease, now):
    lease(make_job(expires_at=now))

    assert expire(now=now) == 0
