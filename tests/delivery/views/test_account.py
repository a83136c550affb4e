"""The page of one account: its state, its waiting mail, its trend, and what was done to it."""

import json
import re

import pytest

from delivery.outcome.record import record
from delivery.resend.accounts import pause

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch, now):
    monkeypatch.setattr("delivery.views.account.timezone.now", lambda: now)


def page(client, account) -> str:
    response = client.get(f"/accounts/{account.pk}/")
    assert response.status_code == 200
    return response.content.decode()


def test_alice_can_act_bob_can_only_look_charlie_may_not_enter(as_alice, as_bob, as_charlie, make_account):
    account = make_account()

    assert f'href="/accounts/{account.pk}/pause/"' in page(as_alice, account)
    assert "Only admins may do this" in page(as_bob, account)
    assert as_charlie.get(f"/accounts/{account.pk}/").status_code == 403


def test_an_account_on_hold_says_why_and_offers_to_release(as_alice, make_account, make_job, refused, now):
    account = make_account()
    job = make_job(account=account)
    record([refused(job, "535 5.7.8 bad username or password", stage="login")], account=account, now=now)

    html = page(as_alice, account)

    assert "Why nothing is sent" in html
    assert "Release 1 e-mail" in html
    assert 'href="/explanations/bad-credentials/"' in html


def test_the_chart_and_the_table_hold_the_same_numbers(as_bob, make_account, make_job, refused, now):
    account = make_account()
    for text in ("550 5.1.1 no such user", "550 5.1.1 no such user", "552 5.2.2 mailbox full"):
        job = make_job(account=account)
        record([refused(job, text)], account=account, now=now)

    html = page(as_bob, account)

    (found,) = re.findall(r'<script id="trend-data" type="application/json">(.*?)</script>', html)
    chart = json.loads(found)
    assert [sum(one["counts"]) for one in chart["series"]] == [2, 1]
    (row,) = re.findall(r"<tbody>\s*<tr>(.*?)</tr>\s*</tbody>", html, re.DOTALL)
    assert re.findall(r">(\d+)<", row) == ["2", "1", "3", "0"]


def test_every_bar_leads_to_the_e_mails_it_counts(as_bob, make_account, make_job, refused, now):
    account = make_account()
    job = make_job(account=account)
    record([refused(job, "552 5.2.2 mailbox full")], account=account, now=now)
    (found,) = re.findall(r'<script id="trend-data" type="application/json">(.*?)</script>', page(as_bob, account))
    href = json.loads(found)["series"][0]["href"]

    response = as_bob.get(f"{href}&since={now.date()}&until={now.date()}")

    assert [row.pk for row in response.context["page"].rows] == [job.pk]


def test_who_did_what_is_written_there(as_bob, alice, make_account, now):
    account = make_account()
    pause(account.pk, user=alice, now=now, reason="new password tomorrow")

    html = page(as_bob, account)

    assert "paused the account" in html
    assert "new password tomorrow" in html


def test_an_account_known_from_reports_offers_nothing_to_do(as_alice, report):
    html = page(as_alice, report().account)

    assert "known from reports only" in html
    assert "What you can do" not in html


def test_there_is_no_account_of_that_number(as_bob):
    assert as_bob.get("/accounts/4711/").status_code == 404


def test_the_password_is_nowhere_on_it(as_alice, make_account):
    assert "orange-harbour" not in page(as_alice, make_account())
