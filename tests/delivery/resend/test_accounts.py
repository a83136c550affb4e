"""Pause, resume and release a whole account."""

import pytest

from delivery.models import Account, Activity, Job
from delivery.resend.accounts import pause, release, resume
from delivery.resend.answer import Done, NotDone

pytestmark = pytest.mark.django_db


def test_a_paused_account_waits_until_it_is_resumed(make_account, alice, now):
    account = make_account()

    assert isinstance(pause(account.pk, user=alice, now=now, reason="migration"), Done)
    account.refresh_from_db()
    assert account.state == Account.State.PAUSED
    assert isinstance(resume(account.pk, user=alice, now=now), Done)

    account.refresh_from_db()
    assert account.state == Account.State.ACTIVE
    assert list(Activity.objects.order_by("pk").values_list("verb", flat=True)) == ["paused", "resumed"]


def test_released_mail_goes_one_first(make_account, make_job, alice, now):
    account = make_account(state=Account.State.HELD, held_at=now)
    for _ in range(3):
        make_job(account=account, state=Job.State.HELD)

    release(account.pk, user=alice, now=now)

    assert sorted(Job.objects.values_list("state", flat=True)) == ["held", "held", "queued"]


@pytest.mark.parametrize(("act", "reason"), [(resume, "not-paused"), (release, "not-held")], ids=["resume", "release"])
def test_what_makes_no_sense_changes_nothing(make_account, alice, now, act, reason):
    account = make_account()

    assert act(account.pk, user=alice, now=now) == NotDone(reason=reason)
    assert Activity.objects.count() == 0


def test_a_reported_account_cannot_be_paused(make_account, alice, now):
    account = make_account(reported_only=True)

    assert isinstance(pause(account.pk, user=alice, now=now), NotDone)
