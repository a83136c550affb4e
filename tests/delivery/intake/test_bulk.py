"""Many mails at once: each is answered as if it had come alone, and nothing is lost or stored twice."""

from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, connections, transaction

from delivery.intake import bulk
from delivery.intake.accept import accept
from delivery.intake.accounts import find
from delivery.intake.building import build
from delivery.intake.bulk import BrokenOffError, accept_many
from delivery.intake.storing import store
from delivery.intake.submission import Accepted, Refusal, Submission
from delivery.models import Account, Job, JobTokens, Message, Source

pytestmark = pytest.mark.django_db

MAIL = Submission(account="invoices", to=("maria@example.net",), subject="Hi", text="Hi.")


@pytest.fixture(autouse=True)
def account(make_account):
    return make_account(alias="invoices")


@pytest.fixture
def small_batches(monkeypatch):
    monkeypatch.setattr(bulk, "MOST_MAILS", 3)


def mails(many: int) -> list[Submission]:
    return [replace(MAIL, to=(f"customer{number}@example.net",), subject=f"Order {number}") for number in range(many)]


def recipients_of(answer: object) -> list[str]:
    assert isinstance(answer, Accepted), answer
    assert not answer.repeated
    return [Job.objects.get(pk=pk, message=answer.message_id).recipient for pk in answer.jobs]


@pytest.mark.usefixtures("small_batches")
def test_every_mail_is_stored_and_answered_in_its_place(now):
    handed = [*mails(10), replace(MAIL, to=("a@example.net", "b@example.net"), cc=("c@example.net",))]

    answers = accept_many(handed, now=now)

    assert [recipients_of(answer) for answer in answers] == [list(one.recipients) for one in handed]
    assert Message.objects.count() == 11
    assert Job.objects.count() == JobTokens.objects.count() == 13
    assert [job.message.subject for job in Job.objects.order_by("pk")][:10] == [one.subject for one in handed[:10]]


@pytest.mark.usefixtures("small_batches")
def test_a_refused_mail_changes_nothing_for_the_others(now):
    handed = mails(9)
    handed[1] = replace(handed[1], to=("nobody",))
    handed[4] = replace(handed[4], account="nobody")
    handed[5] = replace(handed[5], source="nobody")

    answers = accept_many(handed, now=now)

    assert {index: one.field for index, one in enumerate(answers) if isinstance(one, Refusal)} == {
        1: "to",
        4: "account",
        5: "source",
    }
    assert [one.recipients for one in handed if recipients_in_database(one)] == [
        one.recipients for index, one in enumerate(handed) if index not in (1, 4, 5)
    ]


def recipients_in_database(mail: Submission) -> bool:
    return Job.objects.filter(recipient__in=mail.recipients).count() == 1


def test_it_stores_what_the_one_door_stores(now):
    columns = (
        "message__kind",
        "message__subject",
        "message__from_email",
        "message__references",
        "recipient",
        "tokens__tokens",
    )
    mail = replace(MAIL, kind="order", references={"order": "4711"}, sender="shop@example.com", priority=2)

    accept(mail, now=now)
    accept_many([mail, mail], now=now)

    one, *many = Job.objects.order_by("pk").values("priority", "due_at", "expires_at", "account", "state", *columns)
    for each in (one, *many):
        assert "'4711'" in each.pop("tokens__tokens")
    assert many == [one, one]


@pytest.mark.usefixtures("small_batches")
def test_the_same_batch_again_gives_the_first_answers(now):
    handed = [replace(mail, idempotency_key=f"order-{number}") for number, mail in enumerate(mails(7))]
    first = accept_many(handed, now=now)

    again = accept_many(handed, now=now)

    assert again == [replace(answer, repeated=True) for answer in first if isinstance(answer, Accepted)]
    assert Message.objects.count() == 7


def test_a_key_used_twice_in_one_batch_counts_once(now):
    mail = replace(MAIL, idempotency_key="order-1")

    first, same, other = accept_many([mail, mail, replace(mail, subject="Other")], now=now)

    assert isinstance(first, Accepted)
    assert same == replace(first, repeated=True)
    assert isinstance(other, Refusal)
    assert Job.objects.count() == 1


def test_keys_belong_to_their_source(now, account):
    Source.objects.create(name="Billing", slug="billing", default_account=account)
    mail = replace(MAIL, idempotency_key="order-1")

    answers = accept_many([mail, replace(mail, source="billing")], now=now)

    assert [isinstance(answer, Accepted) and not answer.repeated for answer in answers] == [True, True]


def test_an_account_that_changes_meanwhile_counts_as_it_is(now, monkeypatch):
    really = find

    def find_and_change(asked):
        found = really(asked)
        Account.objects.update(from_email="new@example.com")
        return found

    monkeypatch.setattr(bulk, "find", find_and_change)

    accept_many(mails(3), now=now)

    assert set(Message.objects.values_list("from_email", flat=True)) == {"new@example.com"}
    assert Message.objects.count() == 3


def test_nothing_handed_over_is_nothing_answered(now):
    assert accept_many([], now=now) == []


@pytest.mark.usefixtures("small_batches")
def test_each_account_is_knocked_for_after_the_commit(now, make_account, django_capture_on_commit_callbacks):
    make_account(alias="shop")
    handed = [*mails(3), *(replace(mail, account="shop") for mail in mails(3))]

    with django_capture_on_commit_callbacks() as callbacks:
        accept_many(handed, now=now)

    assert len(callbacks) == 2


@pytest.mark.usefixtures("small_batches")
def test_within_a_transaction_all_of_it_is_taken_back(now):
    with transaction.atomic():
        accept_many(mails(7), now=now)
        transaction.set_rollback(True)

    assert not Message.objects.exists()


@pytest.mark.usefixtures("small_batches")
def test_a_large_mail_travels_in_a_batch_of_its_own(now, monkeypatch):
    monkeypatch.setattr(bulk, "MOST_BYTES", 5000)
    handed = mails(4)
    handed[1] = replace(handed[1], text="x" * 20_000)
    handed[2] = replace(handed[2], to=tuple(f"a{number}@example.net" for number in range(100)))
    monkeypatch.setattr(bulk, "MOST_JOBS", 50)

    answers = accept_many(handed, now=now)

    assert [len(recipients_of(answer)) for answer in answers] == [1, 1, 100, 1]


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small_batches")
def test_what_was_answered_stays_when_the_database_goes_away(now, monkeypatch):
    really, batches = store, 0

    def store_until_the_third(cursor, rows, *, now):
        nonlocal batches
        batches += 1
        if batches == 3:
            with connections.create_connection("default").cursor() as other:
                other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])
                other.connection.close()
        really(cursor, rows, now=now)

    monkeypatch.setattr(bulk, "store", store_until_the_third)

    with pytest.raises(BrokenOffError) as broken:
        accept_many(mails(10), now=now)
    connection.close()

    answers = broken.value.answers
    assert [recipients_of(answer) for answer in answers[:6]] == [
        [f"customer{number}@example.net"] for number in range(6)
    ]
    assert answers[6:] == (None, None, None, None)
    assert Message.objects.count() == 6


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small_batches")
def test_the_connection_is_as_good_as_new_after_a_failure(now, monkeypatch):
    really, batches = store, 0

    def store_nonsense_second(cursor, rows, *, now):
        nonlocal batches
        batches += 1
        if batches == 2:
            rows[0][0]["kind"] = "x" * 999
        really(cursor, rows, now=now)

    monkeypatch.setattr(bulk, "store", store_nonsense_second)
    with pytest.raises(BrokenOffError) as broken:
        accept_many(mails(9), now=now)
    monkeypatch.undo()

    assert [answer is None for answer in broken.value.answers] == [False] * 3 + [True] * 6
    assert Message.objects.count() == 3
    assert len(accept_many(mails(9), now=now)) == 9
    assert Message.objects.count() == 12


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("small_batches")
def test_whatever_breaks_off_the_answers_known_are_told(now, monkeypatch):
    really = build

    def fail_at_the_eighth(submission, **others):
        if submission.subject == "Order 7":
            raise ZeroDivisionError
        return really(submission, **others)

    monkeypatch.setattr("delivery.intake.rows.build", fail_at_the_eighth)
    with pytest.raises(BrokenOffError) as broken:
        accept_many(mails(9), now=now)

    assert [answer is None for answer in broken.value.answers] == [False] * 7 + [True, False]
    assert Message.objects.count() == 8


def test_in_a_transaction_the_failure_itself_is_told(now, monkeypatch):
    monkeypatch.setattr(bulk, "store", lambda cursor, rows, *, now: cursor.execute("SELECT 1/0"))

    with pytest.raises(DatabaseError) as fault, transaction.atomic():
        accept_many(mails(1), now=now)

    assert not isinstance(fault.value, BrokenOffError)
