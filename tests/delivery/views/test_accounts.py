"""The list of accounts: which can send, what waits, what failed lately."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delivery.outcome.record import record

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("who", ["as_alice", "as_bob"])
def test_alice_and_bob_see_every_account(request, who, make_account, report):
    make_account(name="Invoices")
    report()

    html = request.getfixturevalue(who).get("/accounts/").content.decode()

    assert "Invoices" in html
    assert "smtp.office365.com" in html
    assert "Reported only" in html


def test_charlie_may_not_enter(as_charlie):
    assert as_charlie.get("/accounts/").status_code == 403


def test_an_account_on_hold_says_why_first(as_bob, make_account, make_job, refused, now, monkeypatch):
    monkeypatch.setattr("delivery.views.accounts.timezone.now", lambda: now)
    account = make_account(name="Broken")
    make_account(name="Also here")
    jobs = [make_job(account=account) for _ in range(2)]
    record([refused(jobs[0], "550 5.1.1 no such user")], account=account, now=now)
    record([refused(jobs[1], "535 5.7.8 bad username or password", stage="login")], account=account, now=now)

    (first, _second) = as_bob.get("/accounts/").context["standings"]

    assert first.account.name == "Broken"
    assert first.troubles[0].explanation == "bad-credentials"
    assert (first.held, first.refused, first.accepted) == (1, 2, 0)


def test_the_number_of_queries_does_not_grow(as_bob, make_account, make_job, refused, now):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            as_bob.get("/accounts/")
        return len(captured)

    def fail() -> None:
        job = make_job()
        record([refused(job, "550 5.1.1 no such user")], account=job.account, now=now)

    fail()
    one = queries()
    for _ in range(5):
        fail()

    assert queries() == one


def test_without_accounts_it_says_how_one_comes(as_bob):
    assert "No account yet" in as_bob.get("/accounts/").content.decode()
