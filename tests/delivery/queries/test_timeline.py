"""What happened stands in its order, and nothing is given a time it does not have."""

from datetime import timedelta

import pytest

from delivery.models import Activity, Attempt
from delivery.queries.timeline import timeline

pytestmark = pytest.mark.django_db


def told(events) -> list[str]:
    return [f"{event.kind} {event.attempt.number if event.attempt else ''}".strip() for event in events]


def test_tries_stand_between_handing_in_and_what_people_did(make_job, now):
    job = make_job(created_at=now)
    hour = timedelta(hours=1)
    for number in (1, 2):
        at = now + number * hour
        Attempt.objects.create(job=job, number=number, outcome="refused", opened_at=at, closed_at=at)
    deed = Activity.objects.create(at=now + 1.5 * hour, verb="retried", job=job)

    events = timeline([job], list(job.attempts.order_by("number")), [deed])

    assert told(events) == ["handed-in", "attempt 1", "deed", "attempt 2"]


def test_a_report_comes_after_the_tries_it_tells_of(make_job, now):
    job = make_job(reported=True, state="failed", created_at=now, happened_at=now - timedelta(days=300))
    Attempt.objects.create(job=job, number=1, outcome="refused", closed_at=now - timedelta(days=300))

    assert told(timeline([job], list(job.attempts.all()), [])) == ["attempt 1", "reported"]


def test_unrecorded_tries_in_a_row_are_one_event_without_a_time(make_job, now):
    job = make_job(reported=True, state="failed", happened_at=now)
    for number in (1, 2, 3):
        Attempt.objects.create(job=job, number=number, outcome="not-recorded")
    Attempt.objects.create(job=job, number=4, outcome="refused", closed_at=now)

    first, last, _reported = timeline([job], list(job.attempts.order_by("number")), [])

    assert first.attempt
    assert last.attempt
    assert (first.kind, first.attempt.number, first.last, first.at) == ("not-recorded", 1, 3, None)
    assert last.attempt.number == 4


def test_a_recorded_try_parts_unrecorded_ones(make_job, now):
    job = make_job(reported=True, state="failed", happened_at=now)
    for number, outcome in enumerate(("not-recorded", "refused", "not-recorded", "refused"), 1):
        Attempt.objects.create(job=job, number=number, outcome=outcome, text="550" if outcome == "refused" else "")

    events = timeline([job], list(job.attempts.order_by("number")), [])

    assert told(events)[:4] == ["not-recorded 1", "attempt 2", "not-recorded 3", "attempt 4"]


def test_a_try_that_is_under_way_stands_at_the_end(make_job, lease, now):
    job = make_job(created_at=now - timedelta(hours=2), happened_at=now - timedelta(hours=1))
    Attempt.objects.create(job=job, number=1, outcome="refused", closed_at=now - timedelta(hours=1))
    job.last_attempt = 1
    lease(job)
    job.refresh_from_db()

    events = timeline([job], list(job.attempts.all()), [])

    assert told(events) == ["handed-in", "attempt 1", "under-way"]
    assert (events[-1].at, events[-1].job.last_attempt) == (job.happened_at, 2)
