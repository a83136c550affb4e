"""The plumbing: what is changed in an account by hand is remembered, as far as it can explain a failure."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from delivery.models import Account

pytestmark = pytest.mark.django_db


def test_a_changed_account_remembers_what_was_changed(make_account):
    account, client = make_account(), Client()
    client.force_login(get_user_model().objects.create_superuser("root"))
    form = client.get(f"/admin/delivery/account/{account.pk}/change/").context["adminform"].form
    told = {name: value for name, value in form.initial.items() if value is not None}

    client.post(
        f"/admin/delivery/account/{account.pk}/change/", {**told, "port": 587, "name": "Bills", "new_secret": "pear"}
    )

    account = Account.objects.get(pk=account.pk)
    assert (account.port, account.changed_fields) == (587, ["password", "port"])
    assert account.changed_at is not None
