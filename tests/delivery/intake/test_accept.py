"""The one door for mail: stored whole or not at all, never twice, knocked for after the commit."""

from dataclasses import replace

import pytest

from delivery.intake.accept import Accepted, accept
from delivery.intake.submission import Refusal, Submission
from delivery.models import Job, Message, Source

pytestmark = pytest.mark.django_db

MAIL = Submission(account="invoices", to=("maria@example.net", "pedro@example.net"), subject="Hi", text="Hi.")


@pytest.fixture(autouse=True)
def account(make_account):
    return make_account(alias="invoices")


def taken(mail, now) -> Accepted:
    answer = accept(mail, now=now)
    assert isinstance(answer, Accepted), answer
    return answer


def test_one_message_is_stored_and_a_job_for_each_recipient(now):
    answer = taken(MAIL, now)

    assert Message.objects.get().pk == answer.message_id
    assert list(Job.objects.order_by("pk").values_list("recipient", "state")) == [
        ("maria@example.net", "queued"),
        ("pedro@example.net", "queued"),
    ]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"account": "nobody"}, "account"),
        ({"account": ""}, "account"),
        ({"source": "nobody"}, "source"),
        ({"to": ("nobody",)}, "to"),
    ],
)
def test_a_refusal_changes_nothing(now, changed, field):
    answer = accept(replace(MAIL, **changed), now=now)

    assert isinstance(answer, Refusal)
    assert answer.field == field
    assert Message.objects.count() == 0


@pytest.mark.parametrize("from_email", ["", "Sales <sales@example.com>"])
def test_an_account_without_an_address_cannot_lend_its_from(now, make_account, from_email):
    make_account(alias="key", username="apikey", from_email=from_email)

    answer = accept(replace(MAIL, account="key"), now=now)

    assert isinstance(answer, Refusal)
    assert answer.field == "sender"


def test_the_account_is_found_by_from(now, account):
    taken(replace(MAIL, account="", sender="Invoices@example.com"), now)

    assert {job.account for job in Job.objects.all()} == {account}


def test_else_by_the_sources_own(now, account):
    Source.objects.create(name="Billing", slug="billing", default_account=account)

    taken(replace(MAIL, account="", source="billing"), now)

    assert {job.account for job in Job.objects.all()} == {account}


def test_the_same_key_with_the_same_mail_gives_the_first_answer(now):
    mail = replace(MAIL, idempotency_key="order-1")
    first = taken(mail, now)

    again = taken(mail, now)

    assert again == replace(first, repeated=True)
    assert Job.objects.count() == 2


def test_the_same_key_with_another_mail_is_refused(now):
    taken(replace(MAIL, idempotency_key="order-1"), now)

    answer = accept(replace(MAIL, idempotency_key="order-1", subject="Other"), now=now)

    assert isinstance(answer, Refusal)
    assert answer.field == "idempotency_key"


def test_a_recipient_named_twice_gets_one(now):
    taken(replace(MAIL, cc=("maria@example.net",)), now)

    assert Job.objects.count() == 2


def test_it_knocks_after_the_commit_and_not_before(now, account, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as callbacks:
        taken(MAIL, now)

    assert len(callbacks) == 1
