"""Sending again is a new job; the old one keeps its state; asked twice it is done once."""

import pytest

from delivery.models import Activity, Job
from delivery.resend.answer import Done, NotDone
from delivery.resend.one import resend

pytestmark = pytest.mark.django_db


def done(answer) -> Done:
    assert isinstance(answer, Done), answer
    return answer


def test_it_makes_a_new_job_and_leaves_the_old_as_it_was(make_job, alice, now):
    job = make_job(state=Job.State.FAILED)

    again = done(resend(job.pk, to="", reason="mailbox was full", user=alice, now=now)).job

    job.refresh_from_db()
    assert job.state == Job.State.FAILED
    assert again is not None
    assert (again.resend_of, again.origin, again.message, again.state) == (job, job, job.message, "queued")


def test_a_corrected_address_stands_in_the_message_too(make_job, alice, now):
    job = make_job(state=Job.State.FAILED)

    again = done(resend(job.pk, to="maria.new@example.net", reason="typo", user=alice, now=now)).job

    assert again is not None
    assert again.recipient == "maria.new@example.net"
    assert b"To: maria.new@example.net" in bytes(again.message.mime or b"")
    assert again.message.message_id == job.message.message_id


def test_asked_twice_it_is_done_once(make_job, alice, bob, now):
    job = make_job(state=Job.State.FAILED)
    first = done(resend(job.pk, to="", reason="", user=alice, now=now))

    second = done(resend(job.pk, to="", reason="", user=bob, now=now))

    assert second.repeated
    assert second.job == first.job
    assert Job.objects.filter(resend_of=job).count() == 1
    assert Activity.objects.count() == 1


def test_it_is_written_down_who_and_why(make_job, alice, now):
    job = make_job(state=Job.State.FAILED)

    resend(job.pk, to="", reason="mailbox was full", user=alice, now=now)

    deed = Activity.objects.get()
    assert (deed.verb, deed.user, deed.user_name, deed.reason) == ("resent", alice, "alice", "mailbox was full")


def test_a_resend_of_a_resend_knows_the_first(make_job, alice, now):
    job = make_job(state=Job.State.FAILED)
    first = done(resend(job.pk, to="", reason="", user=alice, now=now)).job
    assert first is not None
    Job.objects.filter(pk=first.pk).update(state=Job.State.FAILED, due_at=None, finished_at=now)

    second = done(resend(first.pk, to="", reason="", user=alice, now=now)).job

    assert second is not None
    assert (second.resend_of, second.origin) == (first, job)


@pytest.mark.parametrize("state", [Job.State.ACCEPTED, Job.State.UNCERTAIN])
def test_what_may_have_arrived_is_sent_again_only_when_that_is_meant(make_job, alice, now, state):
    job = make_job(state=state)

    assert resend(job.pk, to="", reason="", user=alice, now=now) == NotDone(
        reason="may-arrive-twice", field="duplicate_ok"
    )
    assert isinstance(resend(job.pk, to="", reason="", user=alice, now=now, duplicate_ok=True), Done)


@pytest.mark.parametrize(
    ("changed", "to", "reason"),
    [
        ({"state": Job.State.QUEUED}, "", "not-finished"),
        ({"state": Job.State.FAILED, "mime": None}, "", "content-not-here"),
        ({"state": Job.State.FAILED, "reported": True}, "", "content-not-here"),
        ({"state": Job.State.FAILED}, "nobody", "not-an-address"),
        ({"state": Job.State.FAILED}, "a@example.net\r\nBcc: b@example.net", "not-an-address"),
    ],
)
def test_what_cannot_be_done_changes_nothing(make_job, alice, now, changed, to, reason):
    job = make_job(**changed)

    answer = resend(job.pk, to=to, reason="", user=alice, now=now)

    assert isinstance(answer, NotDone)
    assert answer.reason == reason
    assert Job.objects.count() == 1
