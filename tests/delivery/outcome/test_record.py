"""The door for outcomes: attempts closed, jobs moved, counts and incidents true."""

from datetime import timedelta

import pytest
from django.db import IntegrityError

from delivery.models import Account, Activity, Attempt, Incident, Job, Tally
from delivery.outcome.record import record
from delivery.outcome.result import Result

pytestmark = pytest.mark.django_db

UNKNOWN = "550 5.1.1 <maria@example.net>: Recipient address rejected: User unknown in virtual mailbox table"
TENANT = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."


def test_a_refusal_for_good_fails_the_job_and_keeps_the_servers_exact_words(make_job, refused, now):
    job = make_job()

    record([refused(job, UNKNOWN, code=550, enhanced="5.1.1")], account=job.account, now=now)

    job.refresh_from_db()
    attempt = job.attempts.get()
    assert (job.state, job.category, job.finished_at) == ("failed", "recipient-unknown", now)
    assert (attempt.text, attempt.code, attempt.outcome) == (UNKNOWN, 550, "refused")


def test_a_passing_trouble_queues_the_job_for_later(make_job, refused, now):
    job = make_job()

    record([refused(job, "451 4.3.0 Temporary lookup failure")], account=job.account, now=now)

    job.refresh_from_db()
    assert (job.state, job.tries) == ("queued", 1)
    assert job.due_at is not None
    assert job.due_at > now


def test_a_fault_of_the_account_holds_job_and_account_and_counts_no_try(make_job, refused, now):
    job = make_job()

    record([refused(job, TENANT, stage="login")], account=job.account, now=now)

    job.refresh_from_db()
    account = Account.objects.get()
    assert (job.state, job.tries) == ("held", 0)
    assert (account.state, account.held_for) == ("held", "smtp-auth-disabled-tenant")
    assert Activity.objects.get().verb == "held"


def test_who_lost_the_lease_records_nothing(make_job, refused, now):
    job = make_job()
    late = refused(job, UNKNOWN)
    Job.objects.update(claimed_by="another")

    assert record([late], account=job.account, now=now) == []
    assert (Tally.objects.count(), Incident.objects.count()) == (0, 0)
    assert not Attempt.objects.exists()


def test_an_accepted_message_says_when_the_account_last_worked(make_job, refused, now):
    job = make_job()

    record([refused(job, "250 OK", outcome=Attempt.Outcome.ACCEPTED, stage="body")], account=job.account, now=now)

    job.refresh_from_db()
    assert (job.state, job.explanation) == ("accepted", "")
    assert Account.objects.get().last_success_at == now


def test_no_answer_after_the_body_is_uncertain_and_never_queued(make_job, refused, now):
    job = make_job()

    record([refused(job, "", outcome=Attempt.Outcome.UNCERTAIN, stage="body")], account=job.account, now=now)

    job.refresh_from_db()
    assert (job.state, job.due_at) == ("uncertain", None)


def test_a_try_that_never_offered_the_message_counts_for_none(make_job, refused, now):
    job = make_job()

    record([refused(job, "", outcome=Attempt.Outcome.NOT_OFFERED)], account=job.account, now=now)

    job.refresh_from_db()
    assert (job.state, job.tries, job.due_at) == ("queued", 0, now)


def test_tallies_agree_with_the_attempts(make_job, make_account, refused, now):
    account = make_account()
    texts = [UNKNOWN, UNKNOWN, "552 5.2.2 Mailbox full", "451 4.3.0 Temporary lookup failure"]

    for text in texts:
        record([refused(make_job(account=account), text)], account=account, now=now)

    counted = {(one.outcome, one.explanation, one.category): one.count for one in Tally.objects.all()}
    attempts = list(Attempt.objects.values_list("outcome", "explanation", "category"))
    assert counted == {key: attempts.count(key) for key in attempts}


def test_a_batch_is_recorded_as_one_would_be(make_job, make_account, refused, now):
    account = make_account()
    results = [refused(make_job(account=account), UNKNOWN) for _ in range(5)]

    recorded = record(results, account=account, now=now)

    assert len(recorded) == 5
    assert Tally.objects.get().count == 5
    assert Incident.objects.get().failures == 5


def test_a_trouble_that_comes_back_is_the_same_incident_regressed(make_job, make_account, refused, now):
    account = make_account()
    record([refused(make_job(account=account), UNKNOWN)], account=account, now=now)
    Incident.objects.update(state="resolved", closed_at=now + timedelta(hours=1))

    later = now + timedelta(days=2)
    record([refused(make_job(account=account), UNKNOWN, at=later)], account=account, now=later)

    incident = Incident.objects.get()
    assert (incident.state, incident.failures) == ("regressed", 2)


def test_mail_accepted_again_recovers_the_accounts_incident(make_job, make_account, refused, now):
    account = make_account()
    record([refused(make_job(account=account), TENANT, stage="login")], account=account, now=now)

    later = now + timedelta(hours=1)
    taken = refused(make_job(account=account), "250 OK", outcome=Attempt.Outcome.ACCEPTED, at=later)
    record([taken], account=account, now=later)

    assert Incident.objects.get().state == "recovered"


def test_the_evidence_of_a_closed_attempt_cannot_be_changed(make_job, refused, now):
    job = make_job()
    record([refused(job, UNKNOWN)], account=job.account, now=now)

    with pytest.raises(IntegrityError, match="its evidence is final"):
        Attempt.objects.update(text="something else")


def test_the_reading_of_a_closed_attempt_may_improve(make_job, refused, now):
    job = make_job()
    record([refused(job, UNKNOWN)], account=job.account, now=now)

    Attempt.objects.update(explanation="another-reading")

    assert Attempt.objects.get().explanation == "another-reading"


def _accepted(job, now):
    return Result(
        job_id=job.pk, worker="worker", outcome=Attempt.Outcome.ACCEPTED, opened_at=now, at=now, text="250 OK"
    )


def test_a_success_ends_what_was_changed_before_it(make_account, make_job, lease, now):
    account = make_account(changed_fields=["password"], changed_at=now - timedelta(hours=1))
    job = make_job(account=account)

    record([_accepted(lease(job), now)], account=account, now=now)

    assert Account.objects.get().changed_fields == []


def test_a_change_made_while_mail_was_sent_is_not_forgotten(make_account, make_job, lease, now):
    account = make_account(changed_fields=["password"], changed_at=now - timedelta(hours=1))
    job = make_job(account=account)
    Account.objects.update(changed_fields=["host", "password"], changed_at=now)

    record([_accepted(lease(job), now)], account=account, now=now)

    assert Account.objects.get().changed_fields == ["host", "password"]
