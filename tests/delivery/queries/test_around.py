"""Other accounts of the same server, and failures of the same kind, within the day before a failure."""

from datetime import timedelta

import pytest

from delivery.models import Incident, Tally
from delivery.queries.around import look_around

pytestmark = pytest.mark.django_db


def test_it_counts_who_failed_and_who_worked_at_the_same_server(make_account, make_job, now):
    job = make_job()
    failing, working, elsewhere = make_account(), make_account(), make_account(host="other.example.com")
    for account, outcome in ((failing, "refused"), (working, "accepted"), (working, "refused"), (elsewhere, "refused")):
        Tally.objects.create(account=account, hour=now - timedelta(hours=3), outcome=outcome, count=1)

    around = look_around(job, at=now)

    assert (around.failing, around.working) == (1, 1)


def test_nobody_to_compare_with_is_not_the_same_as_none_failing(make_job, now):
    around = look_around(make_job(), at=now)

    assert (around.failing, around.working, around.similar) == (None, None, None)


def test_what_happened_on_other_days_does_not_count(make_account, make_job, now):
    other = make_account()
    for days in (-2, 2):
        Tally.objects.create(account=other, hour=now + timedelta(days=days), outcome="refused", count=1)

    assert look_around(make_job(), at=now).failing is None


def test_failures_of_the_same_incident_are_counted_with_this_one(make_account, make_job, now):
    account = make_account()
    incident = Incident.objects.create(
        explanation="bad-credentials", category="authentication", account=account, first_seen_at=now, last_seen_at=now
    )
    jobs = [make_job(account=account, incident=incident, state="failed") for _ in range(3)]
    make_job(account=account, incident=incident, state="failed", happened_at=now - timedelta(days=3))

    assert look_around(jobs[0], at=now).similar == 3
