"""Pause, resume and release an account: admins only, asked back, by POST."""

import pytest

from delivery.models import Account, Activity, Job

pytestmark = pytest.mark.django_db


def url(account, what: str) -> str:
    return f"/accounts/{account.pk}/{what}/"


def test_alice_pauses_and_resumes(as_alice, make_account):
    account = make_account()

    as_alice.post(url(account, "pause"), {"reason": "moving to another provider"})
    account.refresh_from_db()
    assert account.state == Account.State.PAUSED
    assert Activity.objects.get(account=account).reason == "moving to another provider"

    as_alice.post(url(account, "resume"))
    account.refresh_from_db()
    assert account.state == Account.State.ACTIVE


def test_releasing_lets_one_go_first(as_alice, make_account, make_job, now):
    account = make_account(state="held", held_for="bad-credentials", held_at=now)
    for _ in range(3):
        make_job(account=account, state="held")

    response = as_alice.post(url(account, "release"), follow=True)

    assert Job.objects.filter(state="queued").count() == 1
    assert "one e-mail goes first" in response.content.decode()


def test_a_get_only_asks(as_alice, make_account):
    account = make_account()

    assert "Pause this account?" in as_alice.get(url(account, "pause")).content.decode()
    account.refresh_from_db()
    assert account.state == Account.State.ACTIVE


def test_what_cannot_be_done_is_said(as_alice, make_account):
    response = as_alice.post(url(make_account(), "resume"), follow=True)

    assert "The account is not paused any more." in response.content.decode()


@pytest.mark.parametrize("who", ["as_bob", "as_charlie"])
def test_bob_and_charlie_may_not(request, who, make_account):
    account = make_account()

    assert request.getfixturevalue(who).post(url(account, "pause")).status_code == 403
    account.refresh_from_db()
    assert account.state == Account.State.ACTIVE


def test_outside_the_demo_nothing_is_mended_by_a_button(as_alice, make_account):
    account = make_account()

    assert "Fix it" not in as_alice.get(f"/accounts/{account.pk}/").content.decode()
    response = as_alice.post(url(account, "fix"), follow=True)
    assert "nothing was changed" in response.content.decode()
