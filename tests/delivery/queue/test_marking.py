"""A mark is set only for a run that nobody took over, and says what became of the message before."""

from datetime import timedelta

import psycopg
import pytest
from django.db import connection

from delivery.models import Mark
from delivery.queue.marking import Marks, Vouched, Wanted, begin, end

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def marks():
    made = Marks()
    with made.kept_open():
        yield made


@pytest.fixture
def put(marks, now):
    """Sets marks of runs at once, each for a job; answers whether each was set."""

    def put(*runs, job_id=1, **named):
        wanted = [Wanted(job_id=job_id, worker=run, claimed_at=now, at=now, **named) for run in runs]
        marks.put(wanted)
        return [one.is_set for one in wanted]

    return put


def test_only_a_run_that_began_and_was_not_taken_over_may_hand_over(now, put):
    begin("w", now=now - timedelta(seconds=1))

    assert put("another") == [False]
    assert put("w", job_id=7) == [True]
    assert Mark.objects.values_list("worker", "job_id", "claimed_at", "at").get() == ("w", 7, now, now)

    end("w")

    assert put("w") == [False]
    assert not Mark.objects.exists()


def test_it_vouches_for_the_message_before(now, put):
    begin("w", now=now)

    put("w", job_id=8, vouched=Vouched(job_id=7, text="250 taken\0"))

    assert Mark.objects.values_list("job_id", "vouches_for", "vouches_text").get() == (8, 7, "250 taken␀")


@pytest.mark.parametrize("many", [2, 16, 20])
def test_many_at_once_each_get_their_own_answer(now, put, many):
    runs = [f"run {number}" for number in range(many)]
    for run in runs[:-1]:
        begin(run, now=now)

    assert put(*runs) == [True] * (many - 1) + [False]


def test_a_database_that_hung_up_is_a_fault_and_the_next_mark_finds_it_again(now, marks, put):
    begin("w", now=now)
    put("w")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND query LIKE %s",
            ["%UPDATE delivery_mark%"],
        )
    wanted = Wanted(job_id=1, worker="w", claimed_at=now, at=now)

    marks.put([wanted])

    assert isinstance(wanted.fault, psycopg.Error)
    assert not wanted.is_set
    assert put("w") == [True]


def test_the_connection_does_not_outlive_its_last_user(now):
    marks = Marks()
    with marks.kept_open():
        marks.put([Wanted(job_id=1, worker="w", claimed_at=now, at=now)])
        opened = marks._connection

    assert isinstance(opened, psycopg.Connection)
    assert opened.closed
