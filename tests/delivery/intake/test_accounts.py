"""The account a mail leaves through, and that a change of it counts at once."""

from dataclasses import replace

import pytest

from delivery.intake.accept import Accepted, accept
from delivery.intake.accounts import Asked, Found, Remembered, find
from delivery.intake.submission import Refusal, Submission
from delivery.models import Account, Job, Message, Source

pytestmark = pytest.mark.django_db

MAIL = Submission(account="invoices", to=("maria@example.net",), subject="Hi", text="Hi.")


@pytest.fixture(autouse=True)
def account(make_account):
    return make_account(alias="invoices")


def test_many_are_found_in_one_question(account, make_account, django_assert_num_queries):
    shop = make_account(alias="shop", from_email="Shop@example.com")
    Source.objects.create(name="Billing", slug="billing", default_account=account)
    asked = [
        Asked("invoices", "", ""),
        Asked("", "shop@EXAMPLE.com", "billing"),
        Asked("", "new@example.com", "billing"),
        Asked("nobody", "", "billing"),
        Asked("", "", "nobody"),
    ]

    with django_assert_num_queries(1):
        answers = list(find(asked).values())

    assert [(one.account_id, one.sender) for one in answers if isinstance(one, Found)] == [
        (account.pk, "invoices@example.com"),
        (shop.pk, "shop@EXAMPLE.com"),
        (account.pk, "new@example.com"),
    ]
    assert [one.field for one in answers if isinstance(one, Refusal)] == ["account", "source"]


def test_reported_accounts_send_nothing(make_account):
    make_account(alias="elsewhere", reported_only=True)

    assert isinstance(find([Asked("elsewhere", "", "")])[Asked("elsewhere", "", "")], Refusal)


def test_what_was_found_is_remembered(django_assert_num_queries):
    remembered = Remembered()
    asked = Asked("invoices", "", "")
    first = remembered.find(asked)

    with django_assert_num_queries(0):
        assert remembered.find(asked) == first


def test_what_is_missing_may_be_made_any_time(make_account):
    remembered = Remembered()
    asked = Asked("later", "", "")
    assert isinstance(remembered.find(asked), Refusal)

    make_account(alias="later")

    assert isinstance(remembered.find(asked), Found)


def test_a_changed_from_counts_with_the_next_mail(now):
    accept(MAIL, now=now)

    Account.objects.update(from_email="new@example.com")
    accept(MAIL, now=now)

    assert list(Message.objects.order_by("pk").values_list("from_email", flat=True)) == [
        "invoices@example.com",
        "new@example.com",
    ]


def test_an_account_that_went_away_takes_nothing_more(now):
    accept(MAIL, now=now)

    Account.objects.update(alias="former")

    assert isinstance(accept(MAIL, now=now), Refusal)
    assert Job.objects.count() == 1


def test_a_source_with_another_account_sends_through_that_one(now, account, make_account):
    other = make_account(alias="other")
    source = Source.objects.create(name="Billing", slug="billing", default_account=account)
    mail = replace(MAIL, account="", source="billing")
    assert isinstance(accept(mail, now=now), Accepted)

    source.default_account = other
    source.save(update_fields=["default_account"])
    accept(mail, now=now)

    assert list(Job.objects.order_by("pk").values_list("account", flat=True)) == [account.pk, other.pk]
