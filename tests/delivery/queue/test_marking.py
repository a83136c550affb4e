"""A mark is set only by the holder of the lease, and says what became of the message before."""

import threading

import psycopg
import pytest
from django.db import connection

from delivery.models import Mark
from delivery.queue.claiming import claim
from delivery.queue.marking import MarkError, Marks, Vouched

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def marks():
    made = Marks()
    with made.kept_open():
        yield made


def test_only_the_holder_of_the_lease_may_hand_over(make_job, now, marks):
    job = make_job()
    claim(job.account_id, worker="first", limit=10, now=now)

    assert not marks.mark(job.pk, worker="second", now=now)
    assert marks.mark(job.pk, worker="first", now=now)
    assert Mark.objects.get().at == now


def test_it_vouches_for_the_message_before(make_job, make_account, now, marks):
    account = make_account()
    before, job = make_job(account=account), make_job(account=account)
    claim(account.pk, worker="w", limit=10, now=now)

    marks.mark(job.pk, worker="w", now=now, vouched=Vouched(job_id=before.pk, text="250 taken\0"))

    mark = Mark.objects.get(job_id=job.pk)
    assert (mark.vouches_for, mark.vouches_text) == (before.pk, "250 taken␀")


def test_many_at_once_each_get_their_own_answer(make_job, make_account, now, marks):
    account = make_account()
    jobs = [make_job(account=account) for _ in range(20)]
    claim(account.pk, worker="w", limit=10, now=now)
    answers = {}
    threads = [
        threading.Thread(target=lambda pk=job.pk: answers.update({pk: marks.mark(pk, worker="w", now=now)}))
        for job in jobs
    ]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert answers == {job.pk: position < 10 for position, job in enumerate(jobs)}


def test_a_database_that_hung_up_is_a_fault_and_the_next_mark_finds_it_again(make_job, now, marks):
    job = make_job()
    claim(job.account_id, worker="w", limit=10, now=now)
    marks.mark(job.pk, worker="w", now=now)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
            "AND pid <> pg_backend_pid() AND query LIKE %s",
            ["%INSERT INTO delivery_mark%"],
        )

    with pytest.raises(MarkError):
        marks.mark(job.pk, worker="w", now=now)
    assert marks.mark(job.pk, worker="w", now=now)


def test_the_connection_does_not_outlive_its_last_user(make_job, now):
    marks = Marks()
    with marks.kept_open():
        marks.mark(make_job().pk, worker="w", now=now)
        opened = marks._connection

    assert isinstance(opened, psycopg.Connection)
    assert opened.closed
