"""What was said stays; what it means may improve, and everything that counts it follows."""

import threading
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from delivery.models import Attempt, Incident, Job, Tally
from delivery.outcome.record import record
from delivery.outcome.rediagnose import rediagnose

pytestmark = pytest.mark.django_db

UNKNOWN = "550 5.1.1 <maria@example.net>: Recipient address rejected: User unknown in virtual mailbox table"


@pytest.fixture
def read_wrongly(make_job, make_account, refused, now):
    """Failures that an older catalogue had called something else."""

    def make(count: int) -> None:
        account = make_account()
        for _ in range(count):
            record([refused(make_job(account=account), UNKNOWN)], account=account, now=now)
        right = Attempt.objects.latest("pk").explanation
        for model in (Attempt, Job, Tally, Incident):
            model.objects.filter(explanation=right).update(explanation="older-reading", category="unknown")

    return make


def told(model, *fields):
    return list(model.objects.order_by("pk").values_list(*fields))


def test_attempts_jobs_tallies_and_incidents_follow(read_wrongly, now):
    read_wrongly(3)

    (progress,) = rediagnose(now=now)

    new = Attempt.objects.latest("pk").explanation
    assert progress.changed == {("older-reading", new): 3}
    assert set(told(Job, "explanation", "category")) == {(new, "recipient-unknown")}
    assert told(Tally.objects.filter(count__gt=0).model, "explanation", "count") != []
    assert sum(count for code, count in told(Tally, "explanation", "count") if code == new) == 3
    assert sum(count for code, count in told(Tally, "explanation", "count") if code == "older-reading") == 0
    assert told(Incident, "explanation", "failures") == [(new, 3)]


def test_what_was_said_stays(read_wrongly, now):
    read_wrongly(1)

    list(rediagnose(now=now))

    assert Attempt.objects.get().text == UNKNOWN


def test_done_twice_it_changes_nothing_more(read_wrongly, now):
    read_wrongly(2)
    list(rediagnose(now=now))
    before = (told(Attempt, "explanation"), told(Tally, "explanation", "count"), told(Incident, "id", "failures"))

    (progress,) = rediagnose(now=now)

    assert not progress.changed
    assert before == (
        told(Attempt, "explanation"),
        told(Tally, "explanation", "count"),
        told(Incident, "id", "failures"),
    )


def test_stopped_it_goes_on_where_it_was(read_wrongly, now):
    read_wrongly(5)
    first = next(rediagnose(now=now, batch=2))

    rest = list(rediagnose(now=now, after=first.after, batch=2))

    assert first.looked_at == 2
    assert rest[-1].looked_at == 3
    assert Attempt.objects.filter(explanation="older-reading").count() == 0


def test_a_trouble_that_was_over_stays_over(read_wrongly, now):
    read_wrongly(1)
    Incident.objects.update(state="resolved", closed_at=now + timedelta(hours=1))

    list(rediagnose(now=now))

    assert told(Incident, "state") == [("resolved",)]


def test_the_command_prints_what_changed(read_wrongly, capsys):
    read_wrongly(2)

    call_command("rediagnose")

    out = capsys.readouterr().out
    assert "older-reading ->" in out
    assert "2 of 2 changed" in out


_WAITING = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"


@pytest.mark.django_db(transaction=True)
def test_a_batch_that_met_a_recorder_in_a_circle_is_begun_again(read_wrongly, now):
    read_wrongly(1)
    holds, done = threading.Event(), threading.Event()

    def hold_the_tally_then_want_the_attempt():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL deadlock_timeout = '60s'")
            cursor.execute("UPDATE delivery_tally SET count = count")
            holds.set()
            waiting = 0
            while not waiting:
                cursor.execute(_WAITING)
                (waiting,) = cursor.fetchone()
            cursor.execute("UPDATE delivery_attempt SET confidence = confidence")
        connection.close()
        done.set()

    threading.Thread(target=hold_the_tally_then_want_the_attempt, daemon=True).start()
    assert holds.wait(20)

    (progress,) = rediagnose(now=now)

    assert done.wait(20)
    assert progress.changed.total() == 1
