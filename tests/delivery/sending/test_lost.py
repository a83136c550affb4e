"""When a worker dies, what was not handed over goes again; what was is uncertain."""

import threading
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db import connection, transaction

from delivery.models import Attempt, Job, Mark, Message, Source
from delivery.outcome.record import record
from delivery.outcome.result import Result
from delivery.queue.epoch import current_epoch
from delivery.queue.marking import MARKS, Wanted
from delivery.sending.lost import recover_lost

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def lost(make_job, lease, now):
    """A job whose worker fell silent, before or after it handed the body over."""

    def make(*, handed_over: bool) -> Job:
        job = make_job()
        lease(job)
        Job.objects.filter(pk=job.pk).update(lease_until=now - timedelta(seconds=1), epoch=current_epoch())
        if handed_over:
            Mark.objects.create(worker="worker", job_id=job.pk, at=now)
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


def test_two_sweeps_share_no_workers_jobs_among_them(lost, now):
    lost(handed_over=False)
    judged, may_end = threading.Event(), threading.Event()

    def sweep() -> None:
        with transaction.atomic():
            recover_lost(now=now)
            judged.set()
            may_end.wait(30)
        connection.close()

    other = threading.Thread(target=sweep)
    other.start()
    assert judged.wait(30)
    lost(handed_over=False)

    meanwhile = recover_lost(now=now)

    may_end.set()
    other.join()
    assert (meanwhile, recover_lost(now=now)) == (0, 1)


@pytest.fixture
def lost_batch(make_account, make_job, lease, now):
    """Jobs of one worker that fell silent; its mark says that it handed so many over (None: there is no mark)."""

    def make(size: int, *, handed_over: int | None, epoch: UUID, lead: int = 4) -> list[Job]:
        account = make_account()
        jobs = [make_job(account=account) for _ in range(size)]
        for job in jobs:
            lease(job)
            Job.objects.filter(pk=job.pk).update(lease_until=now - timedelta(seconds=1), epoch=epoch, lead=lead)
        if handed_over is not None:
            last, before = ([None] * 2 + [job.pk for job in jobs])[handed_over : handed_over + 2][::-1]
            claimed_at = Job.objects.get(pk=last).happened_at if last else None
            told = {"vouches_for": before, "vouches_text": "250 2.0.0 OK"}
            Mark.objects.create(worker="worker", job_id=last, claimed_at=claimed_at, at=now, **told)
        return jobs

    return make


def states() -> list[str]:
    return list(Job.objects.order_by("pk").values_list("state", flat=True))


def test_of_many_handed_over_only_the_last_is_in_doubt(lost_batch, now):
    lost_batch(5, handed_over=3, epoch=current_epoch())

    recover_lost(now=now)

    assert states() == ["accepted", "accepted", "uncertain", "queued", "queued"]
    said = Attempt.objects.order_by("job_id").values_list("code", "text")
    assert list(said[:3]) == [(None, ""), (250, "250 2.0.0 OK"), (None, "")]


def test_the_order_is_that_of_the_claims_then_of_priority(lost_batch, now):
    last, first, second = lost_batch(3, handed_over=None, epoch=current_epoch())
    Job.objects.filter(pk=last.pk).update(happened_at=now + timedelta(seconds=1), priority=1)
    Job.objects.filter(pk=first.pk).update(priority=1)
    Mark.objects.create(worker="worker", job_id=second.pk, at=now)

    recover_lost(now=now)

    assert states() == ["queued", "accepted", "uncertain"]


def test_when_the_one_handed_over_last_is_recorded_those_behind_it_go_again(lost_batch, now):
    jobs = lost_batch(3, handed_over=1, epoch=current_epoch())
    result = Result(job_id=jobs[0].pk, worker="worker", outcome=Attempt.Outcome.ACCEPTED, at=now)
    record([result], account=jobs[0].account, now=now)

    recover_lost(now=now)

    assert states() == ["accepted", "queued", "queued"]


def test_a_mark_of_an_earlier_try_says_nothing_of_the_jobs_claimed_with_the_present_one(lost_batch, now):
    _first, again, _third = lost_batch(3, handed_over=None, epoch=current_epoch())
    Job.objects.update(happened_at=now)
    Mark.objects.create(worker="worker", job_id=again.pk, claimed_at=now - timedelta(minutes=1), at=now)

    recover_lost(now=now)

    assert states() == ["queued"] * 3


def test_a_mark_that_is_there_tells_that_the_database_forgot_nothing(lost_batch, now):
    lost_batch(3, handed_over=0, epoch=uuid4())

    recover_lost(now=now)

    assert states() == ["queued"] * 3


def test_what_the_database_forgot_is_uncertain_as_far_as_the_worker_can_have_come(lost_batch, now):
    lost_batch(20, handed_over=None, epoch=uuid4(), lead=10)

    recover_lost(now=now)

    assert states() == ["uncertain"] * 10 + ["queued"] * 10


def test_a_worker_whose_jobs_are_being_recorded_is_judged_later(lost_batch, now):
    jobs = lost_batch(3, handed_over=2, epoch=current_epoch())
    locked, may_end = threading.Event(), threading.Event()

    def record_slowly() -> None:
        with transaction.atomic():
            Job.objects.select_for_update().get(pk=jobs[1].pk)
            locked.set()
            may_end.wait(30)
        connection.close()

    other = threading.Thread(target=record_slowly)
    other.start()
    assert locked.wait(30)

    meanwhile = recover_lost(now=now)

    may_end.set()
    other.join()
    assert (meanwhile, recover_lost(now=now)) == (0, 3)


def test_marks_of_workers_that_died_when_all_was_done_are_forgotten(make_job, lease, now):
    busy = lease(make_job(), worker="busy")
    Job.objects.filter(pk=busy.pk).update(lease_until=now + timedelta(minutes=1))
    for worker, age in (("busy", 2), ("gone", 2), ("new", 0)):
        Mark.objects.create(worker=worker, at=now - timedelta(days=age))

    recover_lost(now=now)

    assert set(Mark.objects.values_list("worker", flat=True)) == {"busy", "new"}


def test_all_claims_of_a_worker_are_judged_together_when_the_last_one_is_over(lost_batch, now):
    earlier = lost_batch(8, handed_over=None, epoch=uuid4(), lead=4)[:4]
    Job.objects.exclude(pk__in=[job.pk for job in earlier]).update(lease_until=now + timedelta(seconds=1))

    assert recover_lost(now=now) == 0
    recover_lost(now=now + timedelta(seconds=2))

    assert states() == ["uncertain"] * 4 + ["queued"] * 4


def test_a_slow_worker_whose_job_is_judged_can_no_longer_hand_it_over(lost_batch, now):
    (job,) = lost_batch(1, handed_over=0, epoch=current_epoch())

    recover_lost(now=now)

    wanted = Wanted(job_id=job.pk, worker="worker", claimed_at=now, at=now)
    with MARKS.kept_open():
        MARKS.put([wanted])
    assert not wanted.is_set
