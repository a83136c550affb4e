"""What is stored is what the models would have stored, by either wording of the statement."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DataError, connection, transaction
from django.db.transaction import TransactionManagementError
from django.forms.models import model_to_dict

from delivery.intake.accept import Accepted, accept
from delivery.intake.storing import open_session
from delivery.intake.submission import Submission
from delivery.models import Job, JobTokens, Message

pytestmark = pytest.mark.django_db

MAIL = Submission(account="invoices", to=("maria@example.net",), subject="Order 4711", text="Hi.", kind="order")


@pytest.fixture(autouse=True)
def account(make_account):
    return make_account(alias="invoices")


def test_every_column_has_the_models_own_default(now, account):
    wished = replace(MAIL, references={"order": "4711"}, priority=3, send_at=now + timedelta(hours=1))
    answer = accept(wished, now=now)
    assert isinstance(answer, Accepted)
    job = Job.objects.get()

    usual = Job(
        message_id=answer.message_id,
        account=account,
        recipient="maria@example.net",
        priority=3,
        due_at=now + timedelta(hours=1),
        expires_at=now + timedelta(hours=49),
        created_at=now,
        happened_at=now,
    )
    assert model_to_dict(job) == model_to_dict(usual) | {"id": job.pk}
    message = Message.objects.get()
    assert model_to_dict(message, exclude=["id", "message_id", "size"]) == {
        "source": None,
        "kind": "order",
        "subject": "Order 4711",
        "from_email": "invoices@example.com",
        "references": {"order": "4711"},
        "extra": {},
        "idempotency_key": "",
        "created_at": now,
    }
    assert message.size == len(bytes(message.mime or b""))
    assert message.message_id.encode() in bytes(message.mime or b"")


def test_both_wordings_store_the_same(now):
    accept(MAIL, now=now)
    accept(replace(MAIL, cc=("pedro@example.net",)), now=now)

    one, maria, pedro = (model_to_dict(job) for job in Job.objects.order_by("pk"))
    assert maria == one | {"id": maria["id"], "message": maria["message"]}
    assert pedro == maria | {"id": pedro["id"], "recipient": "pedro@example.net"}


def test_jobs_stand_in_the_order_of_the_recipients(now):
    recipients = tuple(f"customer{number}@example.net" for number in range(60))

    answer = accept(replace(MAIL, to=recipients), now=now)

    assert isinstance(answer, Accepted)
    assert [Job.objects.get(pk=pk).recipient for pk in answer.jobs] == list(recipients)


def test_each_job_is_found_by_its_own_words(now):
    accept(replace(MAIL, cc=("o'brien@example.net",), references={"no": "a\\b 'c'"}), now=now)

    words = dict(JobTokens.objects.values_list("job__recipient", "tokens"))
    for recipient, other in (("maria", "brien"), ("brien", "maria")):
        (kept,) = (tokens for address, tokens in words.items() if recipient in address)
        assert f"'{recipient}'" in kept
        assert f"'{other}'" not in kept
        assert r"'a\\b'" in kept


def test_nothing_is_stored_in_a_broken_transaction(now):
    with transaction.atomic():
        transaction.set_rollback(True)
        with pytest.raises(TransactionManagementError):
            accept(MAIL, now=now)


def test_its_errors_are_djangos():
    with pytest.raises(DataError), transaction.atomic(), connection.wrap_database_errors:
        open_session().execute("SELECT 1/0")


def test_a_mail_is_taken_back_with_the_transaction_around_it(now):
    with transaction.atomic():
        accept(MAIL, now=now)
        transaction.set_rollback(True)

    assert not Message.objects.exists()
