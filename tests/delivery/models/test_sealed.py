"""A secret is encrypted at rest and shows itself to nobody."""

import pytest
from django.core import serializers
from django.db import connection

from delivery.models import Account
from delivery.models.sealed import Sealed

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
