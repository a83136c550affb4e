"""A mark is set only by the holder of the lease, and says what became of the message before."""

import psycopg
import pytest
from django.db import connection

from delivery.models import Mark
from delivery.queue.claiming import claim
from delivery.queue.marking import Marks, Vouched, Wanted

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def marks():
    made = Marks()
    with made.kept_open():
        yield made


@pytest.fixture
def put(marks, now):
    """Sets marks for jobs at once; answers whether each was set."""

    def put(*jobs, worker="w", **named):
        wanted = [Wanted(job_id=job.pk, worker=worker, at=now, **named) for job in jobs]
        marks.put(wanted)
        return [one.is_set for one in wanted]

    return put


def test_only_the_holder_of_the_lease_may_hand_over(make_job, now, put):
    job = make_job()
    claim(job.account_id, worker="first", limit=10, now=now)

    assert put(job, worker="second") == [False]
    assert put(job, worker="first") == [True]
    assert Mark.objects.get().at == now


def test_it_vouches_for_the_message_before(make_job, make_account, now, put):
    account = make_account()
    before, job = make_job(account=account), make_job(account=account)
    claim(account.pk, worker="w", limit=10, now=now)

    put(job, vouched=Vouched(job_id=before.pk, text="250 taken\0"))

    mark = Mark.objects.get(job_id=job.pk)
    assert (mark.vouches_for, mark.vouches_text) == (before.pk, "250 taken␀")


@pytest.mark.parametrize("many", [2, 16, 20])
def test_many_at_once_each_get_their_own_answer(make_job, make_account, now, put, many):
    account = make_account()
    jobs = [make_job(account=account) for _ in range(many)]
    claim(account.pk, worker="w", limit=many - 1, now=now)

    assert put(*jobs) == [True] * (many - 1) + [False]


def test_a_database_that_hung_up_is_a_fault_and_the_next_mark_finds_it_again(make_job, now, marks, put):
    job = make_job()
    claim(job.account_id, worker="w", limit=10, now=now)
    put(job)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND query LIKE %s",
            ["%INSERT INTO delivery_mark%"],
        )
    wanted = Wanted(job_id=job.pk, worker="w", at=now)

    marks.put([wanted])

    assert isinstance(wanted.fault, psycopg.Error)
    assert not wanted.is_set
    assert put(job) == [True]


def test_the_connection_does_not_outlive_its_last_user(make_job, now):
    marks = Marks()
    with marks.kept_open():
        marks.put([Wanted(job_id=make_job().pk, worker="w", at=now)])
        opened = marks._connection

    assert isinstance(opened, psycopg.Connection)
    assert opened.closed
