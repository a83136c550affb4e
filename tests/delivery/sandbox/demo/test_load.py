"""The demo world: many kinds of failures, a past, today's mail; loading it again adds nothing."""

from datetime import timedelta

import pytest
from django.utils import timezone

from delivery.demo import mend
from delivery.models import Account, Attempt, Job, Source, Tally
from delivery.sandbox.demo import history
from delivery.sandbox.demo.load import load
from delivery.sandbox.demo.today import COUNTS
from delivery.sending.run import send_due

pytestmark = pytest.mark.django_db


@pytest.fixture
def short_past(monkeypatch):
    """Five days are enough to see what thirty are like."""
    monkeypatch.setattr(history, "DAYS", 5)


@pytest.fixture
def in_demo(settings, provider):
    settings.DEMO = True
    settings.SANDBOX_URL = provider.control_url
    return provider


def test_without_a_sandbox_it_loads_logins_and_some_sixty_reported_failures(django_user_model):
    counts = load(now=timezone.now())

    failed = Job.objects.filter(reported=True, state="failed")
    assert 55 <= counts["reported"] == failed.count() <= 80
    assert failed.values("explanation").distinct().count() >= 8
    assert set(django_user_model.objects.values_list("username", flat=True)) == {"demo-admin", "demo-support"}


def test_the_one_who_acts_may_open_the_settings_of_an_account(client, django_user_model, make_account):
    load(now=timezone.now())
    page = f"/accounts/{make_account().pk}/"

    shown = {}
    for name in ("demo-admin", "demo-support"):
        client.force_login(django_user_model.objects.get(username=name))
        shown[name] = "/admin/delivery/account/" in client.get(page).content.decode()

    assert shown == {"demo-admin": True, "demo-support": False}


def test_the_real_case_is_among_them():
    load(now=timezone.now())

    job = Job.objects.get(recipient="moises@granja.example.com")
    assert (job.explanation, job.tries) == ("criteria-not-met", 3)


def test_all_of_it_says_that_it_is_demo_data():
    load(now=timezone.now())

    assert all("demo" in name for name in Source.objects.values_list("name", flat=True))


def test_loading_again_adds_nothing(short_past, in_demo):
    now = timezone.now()
    load(now=now, sandbox_url=in_demo.control_url)
    before = Job.objects.count()

    assert load(now=now, sandbox_url=in_demo.control_url) == {}
    assert Job.objects.count() == before


def test_the_past_was_written_through_the_same_door(short_past, in_demo):
    now = timezone.now()
    load(now=now, sandbox_url=in_demo.control_url)

    attempts = Attempt.objects.filter(worker="history")
    counted = sum(Tally.objects.exclude(account__reported_only=True).values_list("count", flat=True))
    assert attempts.count() == counted
    assert attempts.filter(closed_at__lt=now - timedelta(days=4)).exists()


def test_todays_mail_waits_for_the_workers(short_past, in_demo):
    counts = load(now=timezone.now(), sandbox_url=in_demo.control_url)

    assert counts["today"] == sum(COUNTS.values())
    assert Job.objects.filter(state="queued", last_attempt=0).count() == counts["today"]


@pytest.mark.django_db(transaction=True)
def test_broken_explained_mended(short_past, in_demo):
    load(now=timezone.now(), sandbox_url=in_demo.control_url)
    account = Account.objects.get(alias="demo-invoices")

    send_due(account.pk)

    account.refresh_from_db()
    assert (account.state, account.held_for) == ("held", "criteria-not-met")
    assert mend(account)
    (told,) = [one for one in in_demo.world.accounts() if one["username"] == account.username]
    assert told["mode"] == "working"


def test_a_sandbox_that_began_anew_shows_again_what_nobody_has_fixed(short_past, in_demo, now):
    load(now=timezone.now(), sandbox_url=in_demo.control_url)
    Account.objects.filter(alias="demo-invoices").update(state="held", held_at=now, held_for="criteria-not-met")
    in_demo.world.reset()

    load(now=timezone.now(), sandbox_url=in_demo.control_url)

    modes = {told["username"]: told["mode"] for told in in_demo.world.accounts()}
    assert modes["invoices@example.com"] == "criteria-not-met"
    assert modes["shop@example.org"] == "working"


def test_only_the_demo_mends(in_demo, settings, make_account):
    settings.DEMO = False

    assert not mend(make_account())
