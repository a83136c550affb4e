"""Try now, let go, cancel: a GET asks back and changes nothing, a POST does it and says so."""

import pytest

from delivery.models import Activity

pytestmark = pytest.mark.django_db


def url(job, what: str) -> str:
    return f"/emails/{job.pk}/{what}/"


@pytest.mark.parametrize(
    ("state", "what", "becomes", "said"),
    [
        ("queued", "retry", "queued", "The e-mail is tried now."),
        ("held", "release", "queued", "The e-mail was let go."),
        ("held", "cancel", "cancelled", "The e-mail was cancelled."),
    ],
)
def test_alice_acts(as_alice, make_job, state, what, becomes, said):
    job = make_job(state=state)

    response = as_alice.post(url(job, what), {"reason": "asked by phone"}, follow=True)

    job.refresh_from_db()
    assert job.state == becomes
    assert said in response.content.decode()
    assert Activity.objects.get(job=job).user_name == "alice"


def test_a_get_only_asks(as_alice, make_job):
    job = make_job(state="held")

    html = as_alice.get(url(job, "cancel")).content.decode()

    job.refresh_from_db()
    assert job.state == "held"
    assert "Cancel this e-mail?" in html


def test_why_something_was_cancelled_is_kept(as_alice, make_job):
    job = make_job(state="held")

    as_alice.post(url(job, "cancel"), {"reason": "sent by fax"})

    assert Activity.objects.get(job=job).reason == "sent by fax"


def test_what_is_over_is_not_cancelled_and_she_reads_why(as_alice, make_job):
    response = as_alice.post(url(make_job(state="accepted"), "cancel"), follow=True)

    assert "It is not waiting any more" in response.content.decode()


@pytest.mark.parametrize("who", ["as_bob", "as_charlie"])
def test_bob_and_charlie_may_not(request, who, make_job):
    job = make_job(state="held")

    assert request.getfixturevalue(who).post(url(job, "release")).status_code == 403
    job.refresh_from_db()
    assert job.state == "held"


def test_there_is_nothing_else_to_do(as_alice, make_job):
    assert as_alice.post(url(make_job(), "explode")).status_code == 404
