"""Retry now, release and cancel act on the same job, once."""

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction

from delivery.models import Account, Activity, Job
from delivery.queue.sweeping import accounts_with_due_jobs
from delivery.resend.actions import cancel, release, retry_now
from delivery.resend.answer import Done, NotDone

pytestmark = pytest.mark.django_db


def test_a_waiting_job_is_due_at_once(make_job, alice, now):
    job = make_job(due_at=now + timedelta(hours=2))

    assert isinstance(retry_now(job.pk, user=alice, now=now), Done)

    job.refresh_from_db()
    assert job.due_at == now
    assert Activity.objects.get().verb == "retried"


@pytest.mark.parametrize(("state", "reason"), [("paused", "account-paused"), ("held", "account-held")])
def test_nothing_is_tried_while_the_account_is_stopped(make_job, make_account, alice, now, state, reason):
    later = now + timedelta(hours=2)
    account = make_account(state=state, held_at=now if state == "held" else None)
    job = make_job(account=account, due_at=later)

    assert retry_now(job.pk, user=alice, now=now) == NotDone(reason=reason)

    job.refresh_from_db()
    assert (job.due_at, Activity.objects.count()) == (later, 0)


def test_a_try_asked_for_does_not_wait_until_the_account_may_go_on(make_job, make_account, alice, now):
    job = make_job(account=make_account(paced_until=now + timedelta(hours=2)), due_at=now + timedelta(hours=2))

    retry_now(job.pk, user=alice, now=now)

    assert accounts_with_due_jobs(now=now) == [job.account_id]


@pytest.mark.django_db(transaction=True)
def test_job_and_account_released_at_once_never_wait_for_each_other(
    make_job, make_account, alice, now, until_somebody_waits
):
    account = make_account(state=Account.State.HELD, held_at=now)
    job = make_job(account=account, state=Job.State.HELD)
    one = threading.Thread(target=_release_and_close, args=[job.pk, alice, now])

    with transaction.atomic():
        # As the release of the whole account does: the account first, then its oldest held job.
        Account.objects.select_for_update().get(pk=account.pk)
        one.start()
        until_somebody_waits()
        Job.objects.select_for_update(nowait=True).get(pk=job.pk)
    one.join()

    job.refresh_from_db()
    assert job.state == "queued"


def _release_and_close(job_id, user, now):
    release(job_id, user=user, now=now)
    connection.close()


def test_a_held_job_is_released_with_its_account(make_job, make_account, alice, now):
    account = make_account(state=Account.State.HELD, held_at=now, held_for="bad-credentials")
    job, other = make_job(account=account, state=Job.State.HELD), make_job(account=account, state=Job.State.HELD)

    assert isinstance(release(job.pk, user=alice, now=now), Done)

    job.refresh_from_db()
    other.refresh_from_db()
    account.refresh_from_db()
    assert (job.state, other.state, account.state) == ("queued", "held", "active")


def test_a_paused_account_releases_nothing(make_job, make_account, alice, now):
    job = make_job(account=make_account(state=Account.State.PAUSED), state=Job.State.HELD)

    assert release(job.pk, user=alice, now=now) == NotDone(reason="account-paused")


@pytest.mark.parametrize("state", [Job.State.QUEUED, Job.State.HELD])
def test_what_has_not_gone_out_is_cancelled(make_job, alice, now, state):
    job = make_job(state=state)

    cancel(job.pk, user=alice, now=now, reason="customer called")

    job.refresh_from_db()
    assert (job.state, job.finished_at) == ("cancelled", now)
    assert Activity.objects.get().reason == "customer called"


@pytest.mark.parametrize("act", [retry_now, release, cancel])
def test_what_is_finished_stays_as_it_is(make_job, alice, now, act):
    job = make_job(state=Job.State.FAILED)

    assert isinstance(act(job.pk, user=alice, now=now), NotDone)
    job.refresh_from_db()
    assert (job.state, Activity.objects.count()) == ("failed", 0)


@pytest.mark.parametrize("act", [retry_now, release, cancel])
def test_what_is_not_there_is_said(alice, now, act):
    assert act(4711, user=alice, now=now) == NotDone(reason="not-found")
