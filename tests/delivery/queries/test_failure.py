"""Every fact that ranks causes reaches the page of an e-mail, out of the database, with a fixed number of queries."""

from datetime import timedelta

import pytest

from delivery.models import Account, Tally
from delivery.outcome.record import record
from delivery.queries.failure import failure_of
from diagnostics.document import Document
from tests.diagnostics.real_case import CRITERIA, TRAILER

pytestmark = pytest.mark.django_db

REFUSED = f"535 5.7.139 Authentication unsuccessful, {CRITERIA} {TRAILER}"
WRONG_PASSWORD = f"535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. {TRAILER}"


@pytest.fixture
def fail(make_job, refused, now):
    """Fails one e-mail of an account with the same words as often as asked; answers the job."""

    def make(account, text=REFUSED, times=1, **facts):
        job = make_job(account=account)
        for _ in range(times):
            record([refused(job, text, stage="login", facts=facts)], account=account, now=now)
        return job

    return make


def told(job, now) -> Document:
    failure = failure_of(job.pk, language="en", now=now)
    assert failure is not None
    assert failure.document is not None
    return failure.document


def why(job, now) -> str:
    return " ".join(cause.why for cause in told(job, now).causes)


def test_an_account_that_worked_yesterday_is_known_to_have_worked(make_account, fail, now):
    account = make_account(last_success_at=now - timedelta(hours=20))

    assert "this account has sent mail before (last at 2026-11-21 16:00:00 UTC)" in why(fail(account), now)


def test_an_account_nothing_ever_left_through_is_known_as_such(make_account, fail, now):
    assert "no e-mail of this account has ever been accepted" in why(fail(make_account(), WRONG_PASSWORD), now)


def test_other_accounts_of_the_server_speak_for_and_against(make_account, fail, now):
    failing, working = make_account(), make_account()
    Tally.objects.create(account=failing, hour=now, outcome="refused", count=2)
    Tally.objects.create(account=working, hour=now, outcome="accepted", count=2)

    told = why(fail(make_account()), now)

    assert "other accounts at the same provider work (1)" in told
    assert "other accounts at the same provider fail too (1)" in told


def test_a_password_changed_since_the_last_success_leads_the_causes(make_account, fail, now):
    account = make_account(last_success_at=now - timedelta(days=3))
    account.note_changes(["secret", "name"], at=now - timedelta(hours=1))
    account.save()

    assert "since the last success this was changed: password" in why(fail(account, WRONG_PASSWORD), now)


def test_a_change_made_after_the_failure_explains_nothing(make_account, fail, now):
    account = make_account(last_success_at=now - timedelta(days=3))
    job = fail(account, WRONG_PASSWORD)
    account.note_changes(["secret"], at=now + timedelta(hours=1))
    account.save()

    assert "was changed" not in why(job, now + timedelta(hours=2))


def test_what_the_server_offered_is_known_from_the_try_and_kept_for_the_next(make_account, fail, now):
    account = make_account()

    job = fail(account, "504 5.7.4 Unrecognized authentication type", mechanisms_offered=["XOAUTH2"])

    assert "the server offered no sign-in with a password" in why(job, now)
    assert Account.objects.get(pk=account.pk).mechanisms_offered == ["XOAUTH2"]


def test_many_failures_of_one_kind_are_counted(make_account, fail, now):
    account = make_account()
    jobs = [fail(account) for _ in range(6)]

    assert told(jobs[-1], now).similar.startswith("6 e-mails failed")


def test_equal_and_changing_answers_are_told_apart(make_account, make_job, refused, now):
    account = make_account()
    equal, changing = make_job(account=account), make_job(account=account)
    for job, texts in ((equal, [REFUSED, REFUSED]), (changing, [WRONG_PASSWORD, REFUSED])):
        for text in texts:
            record([refused(job, text, stage="login")], account=account, now=now)

    summaries = [told(job, now).attempts_summary for job in (equal, changing)]

    assert "got the same answer" in summaries[0]
    assert "The answer changed" in summaries[1]


def test_everything_is_gathered_with_the_same_number_of_queries(make_account, fail, now, django_assert_max_num_queries):
    account = make_account(last_success_at=now - timedelta(days=3))
    few = fail(account)
    for other in [make_account() for _ in range(4)]:
        Tally.objects.create(account=other, hour=now, outcome="refused", count=2)
    many = [fail(account) for _ in range(6)][-1]

    with django_assert_max_num_queries(12) as for_few:
        failure_of(few.pk, language="en", now=now)
    with django_assert_max_num_queries(12) as for_many:
        failure_of(many.pk, language="en", now=now)

    assert len(for_few) == len(for_many)
