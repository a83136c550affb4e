"""Reported failures: nothing invented, nothing twice."""

import json
import threading

import pytest
from django.db import connection, transaction

from delivery.intake.report_format import parse
from delivery.intake.reports import import_reports
from delivery.models import Account, Attempt, Incident, Job, Tally

pytestmark = pytest.mark.django_db

STAMP = "[CH0PR08CA0021.namprd08.prod.outlook.com 2026-01-09T16:12:30.678Z 08DE4F6D4916B5B3]"
REAL_CASE = {
    "userName": "desarrollo",
    "emailType": "password_recovery",
    "last_error": (
        "SMTP Error Details:\n  Status Code: MustIssueStartTlsFirst\n  Message: The SMTP server requires a secure "
        "connection or the client was not authenticated. The server response was: 5.7.57 Client not authenticated to "
        "send mail. Error: 535 5.7.139 Authentication unsuccessful, the request did not meet the criteria to be "
        f"authenticated successfully. Contact your administrator. {STAMP}\n  To Email: moises@example.com\n"
        "  SMTP Host: smtp.office365.com\n  SMTP Port: 587\n  SSL Enabled: True\n  From Email: zootecnico@example.com\n"
    ),
    "error_history": "Attempt 3: ...",
    "last_error_at": "2026-01-09 16:12:49 UTC",
    "total_retries": 3,
}


def report(now, *records):
    return import_reports(parse(json.dumps(list(records))), now=now)


def test_the_real_case_becomes_a_failed_job_with_its_explanation(now):
    (job_id,) = report(now, REAL_CASE).jobs

    job = Job.objects.get(pk=job_id)
    assert (job.state, job.explanation, job.category) == ("failed", "criteria-not-met", "authentication")
    assert (job.recipient, job.tries, job.reported) == ("moises@example.com", 3, True)


def test_three_retries_with_one_text_are_three_attempts_of_which_two_are_not_recorded(now):
    (job_id,) = report(now, REAL_CASE).jobs

    attempts = list(Attempt.objects.filter(job=job_id).order_by("number"))
    assert [attempt.outcome for attempt in attempts] == ["not-recorded", "not-recorded", "refused"]
    assert [(one.opened_at, one.closed_at, one.text) for one in attempts[:2]] == [(None, None, "")] * 2
    assert (attempts[2].code, attempts[2].enhanced) == (535, "5.7.139")


def test_it_keeps_the_exact_words(now):
    (job_id,) = report(now, REAL_CASE).jobs

    assert Attempt.objects.get(job=job_id, number=3).text == REAL_CASE["last_error"]


def test_a_history_that_tells_something_is_kept_as_that_attempts_words(now):
    told = REAL_CASE | {"error_history": "Attempt 1: 421 4.3.2 Service not active\nAttempt 2: ..."}

    (job_id,) = report(now, told).jobs

    texts = Attempt.objects.filter(job=job_id).order_by("number").values_list("outcome", "text")
    assert texts[0] == ("refused", "421 4.3.2 Service not active")
    assert texts[1] == ("not-recorded", "")


def test_importing_twice_changes_nothing(now):
    report(now, REAL_CASE)
    before = (
        Job.objects.count(),
        Attempt.objects.count(),
        list(Tally.objects.values()),
        list(Incident.objects.values()),
    )

    again = report(now, REAL_CASE)

    assert (again.jobs, again.known) == ([], 1)
    assert before == (
        Job.objects.count(),
        Attempt.objects.count(),
        list(Tally.objects.values()),
        list(Incident.objects.values()),
    )


def test_the_account_is_made_once_and_marked_reported_only(now):
    report(now, REAL_CASE, REAL_CASE | {"userName": "another"})

    account = Account.objects.get()
    assert (account.host, account.port, account.from_email) == ("smtp.office365.com", 587, "zootecnico@example.com")
    assert account.reported_only


def test_an_account_that_the_product_sends_with_is_found(now, make_account):
    own = make_account(host="smtp.office365.com", port=587, username="zootecnico@example.com")

    (job_id,) = report(now, REAL_CASE).jobs

    assert Job.objects.get(pk=job_id).account == own
    assert Account.objects.get().state == Account.State.ACTIVE


def test_a_broken_record_keeps_no_other_out(now):
    imported = report(now, {"userName": "x"}, REAL_CASE)

    assert len(imported.jobs) == 1
    assert [str(problem) for problem in imported.problems] == [
        "record 1, last_error: is missing; put the text of the failure here"
    ]


def test_a_failure_of_the_future_is_named_and_left_out(now):
    imported = report(now, REAL_CASE | {"last_error_at": "9999-12-31 00:00:00 UTC"}, REAL_CASE)

    assert [(problem.position, problem.field) for problem in imported.problems] == [(1, "last_error_at")]
    assert len(imported.jobs) == 1


@pytest.mark.django_db(transaction=True)
def test_two_imports_of_one_record_at_once_store_it_once(now, until_somebody_waits):
    (record,) = parse(json.dumps(REAL_CASE))
    answers: list[int] = []
    other = threading.Thread(target=_import_and_close, args=[record, now, answers])

    with transaction.atomic():
        import_reports([record], now=now)
        other.start()
        until_somebody_waits()
    other.join()

    assert (answers, Job.objects.count()) == ([1], 1)


def _import_and_close(record, now, answers):
    answers.append(import_reports([record], now=now).known)
    connection.close()


def test_a_report_without_a_time_invents_none(now):
    (job_id,) = report(now, {"last_error": "550 5.1.1 No such user"}).jobs

    assert Attempt.objects.get(job=job_id).closed_at is None


def test_failures_of_one_explanation_join_one_incident_and_are_counted(now):
    report(now, REAL_CASE, REAL_CASE | {"userName": "another"})

    incident = Incident.objects.get()
    assert (incident.explanation, incident.failures) == ("criteria-not-met", 2)
    assert Tally.objects.get(outcome="refused").count == 2


@pytest.mark.parametrize("text", ["\0", "\ud800", "💥" * 10_000, "<script>alert(1)</script>", "a" * 100_000])
def test_hostile_text_is_stored_and_answered(now, text):
    imported = report(now, {"last_error": text + "x", "userName": text, "more": {text: text}})

    assert len(imported.jobs) + len(imported.problems) == 1
