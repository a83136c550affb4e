"""When a worker dies, what was not handed over goes again; what was is uncertain."""

from datetime import timedelta

import pytest

from delivery.models import Attempt, Job, Message, Source
from delivery.sending.lost import recover_lost

pytestmark = pytest.mark.django_db


@pytest.fixture
def lost(make_job, lease, now):
    """A job whose worker fell silent, before or after it handed the body over."""

    def make(*, handed_over: bool) -> Job:
        job = make_job()
        lease(job)
        Job.objects.filter(pk=job.pk).update(
            lease_until=now - timedelta(seconds=1), handed_over_at=now if handed_over else None
        )
        return job

    return make


def test_what_was_not_handed_over_goes_again(lost, now):
    job = lost(handed_over=False)

    assert recover_lost(now=now) == 1

    job.refresh_from_db()
    assert (job.state, job.tries, job.due_at) == ("queued", 0, now)
    assert Attempt.objects.get().outcome == "not-offered"


def test_what_was_handed_over_is_uncertain_and_not_sent_again(lost, now):
    job = lost(handed_over=True)

    recover_lost(now=now)

    job.refresh_from_db()
    assert (job.state, job.due_at) == ("uncertain", None)
    assert Attempt.objects.get().outcome == "uncertain"


def test_a_source_may_ask_to_send_uncertain_mail_again(lost, now):
    job = lost(handed_over=True)
    Message.objects.update(source=Source.objects.create(name="Alerts", slug="alerts", on_uncertain="resend"))

    recover_lost(now=now)

    job.refresh_from_db()
    assert job.state == "queued"


def test_a_worker_that_lives_is_left_alone(make_job, lease, now):
    lease(make_job())

    assert recover_lost(now=now) == 0
