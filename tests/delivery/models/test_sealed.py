"""A secret is encrypted at rest and shows itself to nobody."""

import pytest
from django.core import serializers
from django.db import connection

from delivery.models import Account
from delivery.models.sealed import Sealed, UnreadableError
from delivery.sending.endpoint import endpoint_of

pytestmark = pytest.mark.django_db


def test_it_comes_back_as_it_was(make_account):
    account = make_account(secret=Sealed("contraseña"))

    assert Account.objects.get(pk=account.pk).secret.reveal() == "contraseña"


def test_the_database_never_sees_it(make_account):
    make_account(secret=Sealed("contraseña"))

    with connection.cursor() as cursor:
        cursor.execute("SELECT secret FROM delivery_account")
        (stored,) = cursor.fetchone()
    assert "contraseña".encode() not in bytes(stored)


def test_it_is_masked_wherever_it_might_be_printed(make_account):
    account = make_account(secret=Sealed("contraseña"))

    assert (
        "contraseña"
        not in f"{account.secret} {account.secret!r} {vars(account)} {serializers.serialize('json', [account])}"
    )


def test_no_secret_is_nothing(make_account):
    account = make_account(secret=Sealed.nothing())

    assert not Account.objects.get(pk=account.pk).secret


@pytest.fixture
def other_keys(settings):
    """An installation whose keys were lost: .env was made anew."""

    def lose() -> None:
        settings.SEALING_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]

    return lose


def test_without_its_key_only_the_secret_itself_is_lost(make_account, other_keys):
    make_account(secret=Sealed("contraseña"))
    other_keys()

    account = Account.objects.get()

    assert repr(account.secret) == "Sealed(•••)"
    with pytest.raises(UnreadableError):
        account.secret.reveal()


def test_saving_an_account_without_its_key_loses_nothing(make_account, settings, other_keys):
    keys = settings.SEALING_KEYS
    make_account(secret=Sealed("contraseña"))
    other_keys()
    Account.objects.get().save()
    settings.SEALING_KEYS = keys

    assert Account.objects.get().secret.reveal() == "contraseña"


def test_a_password_that_cannot_be_read_is_none_to_the_server(make_account, other_keys):
    make_account(secret=Sealed("contraseña"))
    other_keys()

    assert not endpoint_of(Account.objects.get()).secret
