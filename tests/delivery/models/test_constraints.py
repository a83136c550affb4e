"""The rules are held by the database, whoever writes."""

import pytest
from django.db import IntegrityError

from delivery.models import Account, Attempt, Incident, Job, Slot

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "changed",
    [
        {"state": "nonsense", "due_at": None},
        {"due_at": None},
        {"state": "held"},
        {"state": "sending", "due_at": None},
        {"state": "failed", "due_at": None},
        {"claimed_by": "worker"},
    ],
)
def test_a_job_cannot_contradict_itself(make_job, changed):
    job = make_job()

    with pytest.raises(IntegrityError):
        Job.objects.filter(pk=job.pk).update(**changed)


def test_a_job_has_one_unfinished_resend(make_job):
    job = make_job(state=Job.State.FAILED)
    make_job(resend_of=job, origin=job)

    with pytest.raises(IntegrityError, match="job_one_unfinished_resend"):
        make_job(resend_of=job, origin=job)


def test_what_was_not_recorded_has_neither_time_nor_text(make_job):
    with pytest.raises(IntegrityError, match="attempt_not_recorded_invents_nothing"):
        Attempt.objects.create(job=make_job(), number=1, outcome="not-recorded", text="something")


def test_an_attempt_has_its_number_once(make_job):
    job = make_job()
    Attempt.objects.create(job=job, number=1, outcome="not-recorded")

    with pytest.raises(IntegrityError, match="attempt_numbered_once"):
        Attempt.objects.create(job=job, number=1, outcome="not-recorded")


@pytest.mark.parametrize("changed", [{"port": 0}, {"port": None}, {"state": "held"}])
def test_an_account_cannot_contradict_itself(make_account, changed):
    account = make_account()

    with pytest.raises(IntegrityError):
        Account.objects.filter(pk=account.pk).update(**changed)


def test_one_incident_lives_per_explanation_and_scope(make_account, now):
    told = {"explanation": "x", "category": "tls", "account": make_account(), "first_seen_at": now, "last_seen_at": now}
    Incident.objects.create(**told)

    with pytest.raises(IntegrityError, match="incident_one_alive_per_scope"):
        Incident.objects.create(**told, state="regressed")


def test_a_connection_is_numbered_once(make_account, now):
    account = make_account()
    Slot.objects.create(account=account, number=1, until=now)

    with pytest.raises(IntegrityError, match="slot_numbered_once"):
        Slot.objects.create(account=account, number=1, until=now)
