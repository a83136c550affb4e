"""Sending again: admins only, asked back, by POST, once even on a double click."""

import pytest

from delivery.models import Activity, Job

pytestmark = pytest.mark.django_db


def url(job) -> str:
    return f"/emails/{job.pk}/resend/"


def asked(**changed) -> dict[str, str]:
    return {"to": "maria@example.net", "reason": "customer asked again", "seen": "0", **changed}


def test_alice_is_asked_to_whom_and_why(as_alice, make_job):
    html = as_alice.get(url(make_job(state="failed"))).content.decode()

    assert 'value="maria@example.net"' in html
    assert 'name="reason"' in html
    assert Job.objects.count() == 1


def test_alice_sends_it_again_and_sees_the_new_one(as_alice, make_job):
    job = make_job(state="failed")

    response = as_alice.post(url(job), asked())

    again = Job.objects.get(resend_of=job)
    assert response.headers["Location"] == f"/emails/{again.pk}/"
    assert (again.recipient, again.resend_reason) == ("maria@example.net", "customer asked again")
    assert Activity.objects.get(job=job).user_name == "alice"


def test_she_may_correct_the_address(as_alice, make_job):
    job = make_job(state="failed")

    as_alice.post(url(job), asked(to="maria.perez@example.net"))

    assert Job.objects.get(resend_of=job).recipient == "maria.perez@example.net"


def test_a_double_click_sends_once(as_alice, make_job):
    job = make_job(state="failed")

    first, second = as_alice.post(url(job), asked()), as_alice.post(url(job), asked())

    assert first.headers["Location"] == second.headers["Location"]
    assert Job.objects.filter(resend_of=job).count() == 1


def test_a_second_click_is_late_even_when_the_first_was_sent_already(as_alice, make_job, now):
    job = make_job(state="failed")
    as_alice.post(url(job), asked())
    Job.objects.filter(resend_of=job).update(state="accepted", due_at=None, finished_at=now)

    response = as_alice.post(url(job), asked(), follow=True)

    assert Job.objects.filter(resend_of=job).count() == 1
    assert "Nothing was sent twice" in response.content.decode()


def test_whoever_has_seen_the_first_may_send_a_second(as_alice, make_job, now):
    job = make_job(state="failed")
    as_alice.post(url(job), asked())
    Job.objects.filter(resend_of=job).update(state="failed", due_at=None, finished_at=now)
    seen = as_alice.get(url(job)).context["form"]["seen"].value()

    as_alice.post(url(job), asked(seen=seen))

    assert Job.objects.filter(resend_of=job).count() == 2


@pytest.mark.parametrize("state", ["accepted", "uncertain"])
def test_what_may_have_arrived_needs_a_tick(as_alice, make_job, state):
    job = make_job(state=state)

    without, ticked = as_alice.post(url(job), asked()), as_alice.post(url(job), asked(duplicate_ok="on"))

    assert without.status_code == 200
    assert "duplicate_ok" in without.context["form"].errors
    assert ticked.status_code == 302


def test_a_wrong_address_is_named_and_nothing_is_sent(as_alice, make_job):
    job = make_job(state="failed")

    response = as_alice.post(url(job), asked(to="maria at example"))

    assert "to" in response.context["form"].errors
    assert Job.objects.count() == 1


def test_mail_that_still_waits_is_not_sent_again(as_alice, make_job):
    response = as_alice.post(url(make_job()), asked(), follow=True)

    assert "It has not come to an end yet" in response.content.decode()
    assert Job.objects.count() == 1


@pytest.mark.parametrize("who", ["as_bob", "as_charlie"])
def test_bob_and_charlie_may_not(request, who, make_job):
    job = make_job(state="failed")
    client = request.getfixturevalue(who)

    assert client.get(url(job)).status_code == 403
    assert client.post(url(job), asked()).status_code == 403
    assert Job.objects.count() == 1
