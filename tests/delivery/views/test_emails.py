"""The list: trouble first, everything by filter and search, the same number of queries however long it is."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delivery.models import Job, JobTokens
from delivery.queries.search import tokens_of

pytestmark = pytest.mark.django_db


def rows(response) -> list[int]:
    return [job.pk for job in response.context["page"].rows]


def counts(response) -> dict[str, int]:
    return {count.shown.value: count.number for count in response.context["counts"] if count.number}


@pytest.mark.parametrize("who", ["as_alice", "as_bob"])
def test_alice_and_bob_see_the_list(request, who, report):
    job = report()

    response = request.getfixturevalue(who).get("/emails/")

    assert rows(response) == [job.pk]
    assert "Sign-in refused by an identity policy" in response.content.decode()


def test_charlie_may_not_enter(as_charlie):
    assert as_charlie.get("/emails/").status_code == 403


def test_it_shows_what_is_in_trouble_unless_asked_otherwise(as_bob, make_job):
    failed = make_job(state=Job.State.FAILED)
    accepted = make_job(state=Job.State.ACCEPTED, happened_at=failed.happened_at + timedelta(seconds=1))

    assert rows(as_bob.get("/emails/")) == [failed.pk]
    assert rows(as_bob.get("/emails/?state=accepted")) == [accepted.pk]
    assert rows(as_bob.get("/emails/?state=all")) == [accepted.pk, failed.pk]


def test_waiting_mail_that_has_failed_before_is_told_from_new_mail(as_bob, make_job):
    retried = make_job(explanation="greylisted", category="greylisted")
    new = make_job()

    assert rows(as_bob.get("/emails/?state=retrying")) == [retried.pk]
    assert rows(as_bob.get("/emails/?state=waiting")) == [new.pk]


def test_each_view_says_how_many_it_holds(as_bob, make_job):
    for state in ("failed", "failed", "held", "uncertain", "accepted", "queued"):
        make_job(state=state)

    assert counts(as_bob.get("/emails/")) == {
        "attention": 4,
        "failed": 2,
        "held": 1,
        "uncertain": 1,
        "waiting": 1,
        "accepted": 1,
        "all": 6,
    }


def test_filters_hold_together(as_bob, make_account, make_job, now):
    account, other = make_account(), make_account()
    wanted = make_job(account=account, state="failed", explanation="bad-credentials", category="authentication")
    make_job(account=other, state="failed", explanation="bad-credentials", category="authentication")
    make_job(account=account, state="failed", explanation="mailbox-full", category="mailbox-full")
    make_job(account=account, state="failed", category="authentication", happened_at=now - timedelta(days=9))

    url = f"/emails/?account={account.pk}&category=authentication&since={now.date()}&until={now.date()}"

    assert rows(as_bob.get(url)) == [wanted.pk]


def test_a_cause_that_was_met_can_be_filtered_by(as_bob, report, make_job):
    job = report()
    make_job(state="failed")

    assert rows(as_bob.get("/emails/?cause=criteria-not-met")) == [job.pk]


def test_searching_looks_at_every_state(as_bob, make_job):
    job = make_job(state="accepted")
    JobTokens.objects.create(job=job, tokens=tokens_of(recipient="maria@example.net", subject="Order 4711"))

    assert rows(as_bob.get("/emails/?q=4711")) == [job.pk]
    assert rows(as_bob.get("/emails/?q=4711&state=failed")) == []


def test_the_codes_of_a_report_find_it_in_as_many_queries_as_anything_else(as_bob, report, make_job):
    job = report()
    make_job(state="failed")

    def queries(url: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert rows(as_bob.get(url)) == [job.pk]
        return len(captured)

    by_cause = queries("/emails/?state=all&cause=criteria-not-met")

    assert queries("/emails/?q=code:5.7.139") == queries("/emails/?q=explanation:criteria-not-met") == by_cause


@pytest.mark.parametrize(("language", "said"), [("en", "code:5.7.139"), ("es", "código:5.7.139")])
def test_the_search_tells_what_it_understands(as_bob, language, said):
    assert said in as_bob.get("/emails/", headers={"accept-language": language}).content.decode()


def test_a_filter_that_makes_no_sense_is_named_and_the_others_count(as_bob, make_job):
    job = make_job(state="accepted")

    response = as_bob.get("/emails/?state=accepted&since=yesterday&account=999999&state=accepted")

    assert rows(response) == [job.pk]
    assert set(response.context["form"].errors) == {"since", "account"}


def test_pages_follow_each_other_without_gap_or_repeat(as_bob, make_job, now, monkeypatch):
    monkeypatch.setattr("delivery.queries.emails.PAGE", 2)
    jobs = [make_job(state="failed", happened_at=now - timedelta(hours=number // 2)).pk for number in range(5)]
    newest_first = sorted(jobs, key=lambda pk: (-(jobs.index(pk) // 2), pk), reverse=True)

    first = as_bob.get("/emails/")
    second = as_bob.get(f"/emails/?older={first.context['page'].older}")
    third = as_bob.get(f"/emails/?older={second.context['page'].older}")
    back = as_bob.get(f"/emails/?newer={third.context['page'].newer}")

    assert rows(first) + rows(second) + rows(third) == newest_first
    assert rows(back) == rows(second)
    assert third.context["page"].older is None


@pytest.mark.parametrize("place", ["x", "1", "1-", "-1-1", "9" * 19 + "-1", "999999999999999999-1"])
def test_a_place_that_makes_no_sense_is_harmless(as_bob, make_job, place):
    make_job(state="failed")

    assert as_bob.get(f"/emails/?older={place}").status_code == 200


def test_the_number_of_queries_does_not_grow_with_the_list(as_bob, make_job):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert as_bob.get("/emails/?state=all").status_code == 200
        return len(captured)

    make_job(state="failed")
    one = queries()
    for _ in range(20):
        make_job(state="failed")

    assert queries() == one


def test_what_a_report_says_is_shown_as_text(as_bob, report):
    report(userName="<script>alert(1)</script>", emailType="<img src=x onerror=alert(1)>")

    page = as_bob.get("/emails/").content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<img src=x" not in page.lower()


def test_an_empty_list_says_what_to_do(as_bob):
    page = as_bob.get("/emails/").content.decode()

    assert "Nothing needs attention" in page
    assert "manage.py report_failures" in page


def test_a_search_without_a_find_offers_to_look_everywhere(as_bob, make_job):
    make_job(state="failed")

    page = as_bob.get("/emails/?q=nobody&state=failed").content.decode()

    assert "No e-mail fits" in page
    assert 'href="/emails/?q=nobody&amp;state=all"' in page


def test_mail_that_was_sent_again_says_as_what(as_bob, make_job):
    job = make_job(state="failed")
    again = make_job(state="accepted", resend_of=job, origin=job)

    assert f"Sent again as #{again.pk}: Accepted" in as_bob.get("/emails/").content.decode()


def test_it_speaks_spanish(as_bob, report):
    report()

    page = as_bob.get("/emails/", headers={"Accept-Language": "es-CO"}).content.decode()

    assert "Requieren atención" in page
    assert "Inicio de sesión rechazado por una política de identidad" in page


def test_times_are_the_viewers_own(as_bob, report):
    report()
    as_bob.cookies["timezone"] = "America/Bogota"

    assert 'title="9 Jan 2026, 11:12 (UTC-05)"' in as_bob.get("/emails/").content.decode()


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
@pytest.mark.parametrize("name", ["since", "until"])
def test_a_day_at_the_edge_of_the_calendar_is_named_and_left_out(as_bob, name, day):
    as_bob.cookies["timezone"] = "Asia/Tokyo"

    response = as_bob.get(f"/emails/?{name}={day}")

    assert set(response.context["form"].errors) == {name}


def test_a_number_finds_its_job_beside_the_words(as_bob, make_job):
    job, other = make_job(state="failed"), make_job(state="failed")
    JobTokens.objects.create(job=other, tokens=tokens_of(recipient="a@example.net", subject=f"About {job.pk}"))

    assert set(rows(as_bob.get(f"/emails/?q=%23{job.pk}"))) == {job.pk}
    assert set(rows(as_bob.get(f"/emails/?q={job.pk}"))) == {job.pk, other.pk}
