"""The page of one e-mail: what happened, who acts, how; the tries as they were; what it was sent again as."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from delivery.models import Attempt, Job
from delivery.outcome.record import record
from diagnostics.catalogue.registry import catalogue
from tests.diagnostics.real_case import CRITERIA, RECIPIENT, SENDER

pytestmark = pytest.mark.django_db

ES = {"Accept-Language": "es"}


def page(client, job, **headers) -> str:
    response = client.get(f"/emails/{job.pk}/", headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


@pytest.mark.parametrize("who", ["as_alice", "as_bob"])
def test_alice_and_bob_read_the_real_case(request, who, report):
    html = page(request.getfixturevalue(who), report())

    assert "535 5.7.139" in html
    assert "Conditional Access" in html
    assert "Get-CASMailbox" in html


def test_charlie_may_not_enter(as_charlie, report):
    assert as_charlie.get(f"/emails/{report().pk}/").status_code == 403


def test_it_reads_in_spanish(as_bob, report):
    html = page(as_bob, report(), **ES)

    assert "Inicio de sesión rechazado por una política de identidad" in html
    assert "Quién puede arreglarlo" in html
    assert "Qué hacer" in html


@pytest.mark.parametrize(
    ("language", "said"), [("en", r"[Hh]old back|Hold this account"), ("es", r"retenemos|Retener los correos")]
)
def test_nobody_claims_to_hold_mail_that_was_only_reported(as_bob, report, language, said):
    assert not re.search(said, page(as_bob, report(), **{"Accept-Language": language}))


def test_the_verdict_comes_before_the_steps_and_the_steps_before_the_causes(as_bob, report):
    html = page(as_bob, report())

    places = [
        html.index(mark) for mark in ('id="verdict-title"', 'id="steps"', 'id="causes"', 'id="settings"', 'id="error"')
    ]
    assert places == sorted(places)


def test_the_server_s_words_stand_there_unchanged_with_the_deciding_part_marked(as_bob, report):
    job = report()
    html = page(as_bob, job)
    (raw,) = re.findall(r'id="raw-error"[^>]*>(.*?)</pre>', html, re.DOTALL)

    assert re.sub(r"</?mark[^>]*>", "", raw) == Attempt.objects.get(job=job, number=3).text
    assert re.search(r'<mark class="said-decides">[^<]*did not meet the criteria', raw)


def test_tries_nobody_recorded_are_called_so(as_bob, report):
    text = text_of(page(as_bob, report()))

    assert "Tries 1 to 2: not recorded" in text
    assert "Try 3: Refused" in text


def test_a_thousand_tries_nobody_recorded_are_one_line(as_bob, report):
    assert "Tries 1 to 999: not recorded" in text_of(page(as_bob, report(total_retries=1000)))


def test_another_wording_is_another_answer(as_bob, report):
    text = (
        "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant. "
        "Visit https://aka.ms/smtp_auth_disabled"
    )

    html = page(as_bob, report(last_error=text))

    assert "identity policy" not in html
    assert catalogue().entries["smtp-auth-disabled-tenant"].title["en"] in html


def test_an_error_nobody_knows_is_said_plainly(as_bob, report):
    html = page(as_bob, report(last_error="599 9.9.9 zork quux blorb"))

    assert "zork quux blorb" in html
    assert "do not recognise" in html


ABSURD = {
    "markup": "550 5.1.1 <script>alert(1)</script> <b onmouseover=alert(1)>x</b>",
    "endless": "550 5.1.1 " + "x" * 10_000,
    "right to left": "550 5.1.1 \u202egnorw\u202c العربية \u2066",
    "template": "550 5.1.1 {{ user.password }} {% load x %}",
    "controls": "550 5.1.1 \x1b[31mred\x07",
}


@pytest.mark.parametrize("said", ABSURD.values(), ids=ABSURD.keys())
def test_hostile_words_are_only_words(as_bob, report, said):
    html = page(as_bob, report(last_error=said))

    assert "<script>alert" not in html
    assert "<b onmouseover" not in html


def test_a_link_smuggled_into_an_address_stays_text(as_bob, report):
    html = page(
        as_bob,
        report(
            last_error=f"535 5.7.139 Authentication unsuccessful, {CRITERIA}\nFrom Email: https://evil.example/x@example.com"
        ),
    )

    assert 'href="https://evil.example' not in html


def test_newer_and_older_stay_within_the_list_one_came_from(as_bob, make_job, now):
    first, second, third = (make_job(state="failed", happened_at=now + timedelta(hours=hour)) for hour in range(3))
    make_job(state="accepted", happened_at=now + timedelta(minutes=90))

    response = as_bob.get(f"/emails/{second.pk}/?state=failed")

    assert (response.context["newer"], response.context["older"]) == (third.pk, first.pk)
    assert f'href="/emails/{third.pk}/?state=failed"' in response.content.decode()
    assert 'href="/emails/?state=failed"' in response.content.decode()


def test_accepted_is_not_called_delivered(as_bob, make_job):
    text = text_of(page(as_bob, make_job(state="accepted")))

    assert "The provider accepted the e-mail" in text
    assert "not yet proof that it arrived" in text


def test_an_accepted_mail_folds_the_failure_before(as_bob, make_job, refused, now):
    job = make_job()
    record([refused(job, "450 4.2.0 Greylisted, come back in 5 minutes")], account=job.account, now=now)
    Job.objects.filter(pk=job.pk).update(state="accepted", due_at=None, finished_at=now)

    html = page(as_bob, job)

    assert html.index("The provider accepted the e-mail") < html.index("Why an earlier try failed")
    assert "Answer to the customer" not in html


def test_uncertain_mail_is_not_sent_again_by_itself_and_says_so(as_bob, make_job):
    assert "Nobody knows whether it went out" in page(as_bob, make_job(state="uncertain"))


def test_mail_that_waits_for_its_account_explains_the_account(as_bob, make_account, make_job, refused, now):
    account = make_account()
    met, waiting = make_job(account=account, recipient="other@example.org"), make_job(account=account)
    record([refused(met, "535 5.7.3 Authentication unsuccessful", stage="login")], account=account, now=now)
    Job.objects.filter(pk=waiting.pk).update(state="held", due_at=None)

    html = page(as_bob, waiting)

    assert "The e-mail waits for its account" in html
    assert f'<a href="/emails/{met.pk}/">#{met.pk}</a>' in html
    assert 'id="steps"' in html
    assert "other@example.org" not in html


def test_the_same_message_to_others_is_shown(as_bob, make_job):
    job = make_job(state="failed")
    sibling = make_job(state="accepted", message=job.message, account=job.account, recipient="jose@example.net")

    assert f'<a href="/emails/{sibling.pk}/"><bdi>jose@example.net</bdi></a>' in page(as_bob, job)


def test_a_history_joins_what_it_was_sent_again_as(as_bob, make_job):
    job = make_job(state="failed")
    again = make_job(state="accepted", resend_of=job, origin=job, account=job.account)

    for one, other in ((job, again), (again, job)):
        assert f'<a href="/emails/{other.pk}/">#{other.pk}</a>' in page(as_bob, one)


def test_bob_sees_why_he_may_not_act(as_bob, make_job):
    html = page(as_bob, make_job(state="failed"))

    assert re.search(r"<button[^>]*disabled[^>]*>.*?Send again…", html, re.DOTALL)
    assert "Only admins may do this" in html


def test_alice_may_act(as_alice, make_job):
    job = make_job(state="failed")

    assert f'href="/emails/{job.pk}/resend/"' in page(as_alice, job)


def test_what_was_only_reported_cannot_be_sent_again_and_says_why(as_alice, report):
    assert "the message itself is not here" in page(as_alice, report())


def test_the_number_of_queries_is_fixed(as_bob, make_job, make_account, refused, now):
    def queries(job) -> int:
        with CaptureQueriesContext(connection) as captured:
            page(as_bob, job)
        return len(captured)

    job = make_job()
    record([refused(job, "550 5.1.1 no such user")], account=job.account, now=now)
    one = queries(job)
    for number in range(5):
        Attempt.objects.create(job=job, number=number + 2, outcome="not-offered", opened_at=now, closed_at=now)
        make_job(message=job.message, account=job.account, state="accepted")
        make_job(resend_of=job, origin=job, state="failed", account=job.account)

    assert queries(job) == one


def test_the_addresses_of_the_report_stand_in_the_commands(as_bob, report):
    html = page(as_bob, report())

    assert SENDER in html
    assert RECIPIENT in html


def test_a_mail_that_does_not_exist_is_a_friendly_404(as_bob):
    response = as_bob.get("/emails/999999999999999999/")

    assert response.status_code == 404
    assert "There is nothing at this address" in response.content.decode()


def test_mail_on_its_way_is_followed_and_mail_at_rest_is_not(as_bob, make_job, now, monkeypatch):
    monkeypatch.setattr("delivery.views.email.timezone.now", lambda: now)
    soon, later, over = make_job(), make_job(due_at=now + timedelta(hours=2)), make_job(state="failed")

    assert 'hx-trigger="every 3s"' in page(as_bob, soon)
    assert "hx-trigger" not in page(as_bob, later)
    assert "hx-trigger" not in page(as_bob, over)


def test_following_asks_for_the_part_alone(as_bob, make_job):
    response = as_bob.get(f"/emails/{make_job().pk}/?state=all", headers={"HX-Request": "true"})

    part = response.content.decode().strip()
    assert part.startswith('<div id="email"')
    assert "<html" not in part


def test_a_try_nobody_recognised_leads_to_no_page_of_an_explanation(as_bob, report):
    html = page(as_bob, report(last_error="599 9.9.9 zork quux blorb"))

    assert 'href="/explanations/unrecognised/"' not in html
