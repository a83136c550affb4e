"""The plumbing: what is changed in an account by hand is remembered, as far as it can explain a failure."""

import pytest
from django.db.models.signals import pre_save

from delivery.models import Account, Activity
from delivery.outcome import breaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def change(client, django_user_model):
    """Changes an account on its page in the administration."""
    client.force_login(django_user_model.objects.create_superuser("root"))

    def post(account, **changed):
        page = f"/admin/delivery/account/{account.pk}/change/"
        form = client.get(page).context["adminform"].form
        told = {name: value for name, value in form.initial.items() if value is not None}
        return client.post(page, told | changed)

    return post


def test_a_changed_account_remembers_what_was_changed(make_account, change):
    account = make_account()

    change(account, port=587, name="Bills", new_secret="pear")

    account = Account.objects.get(pk=account.pk)
    assert (account.port, account.changed_fields) == (587, ["password", "port"])
    assert account.secret.reveal() == "pear"
    assert account.changed_at is not None


def test_the_history_says_who_changed_which_fields_and_no_secret(make_account, change):
    account = make_account()

    change(account, port=587, new_secret="pear")

    deed = Activity.objects.get(account=account)
    assert (deed.verb, deed.user_name, deed.details) == ("changed", "root", {"fields": ["port", "secret"]})


def test_a_change_does_not_undo_what_a_worker_did_meanwhile(make_account, change, now):
    account = make_account()

    def trip(sender, instance, **told):
        breaker.trip(account.pk, explanation="bad-credentials", now=now)

    pre_save.connect(trip, sender=Account)
    try:
        change(account, port=587)
    finally:
        pre_save.disconnect(trip, sender=Account)

    account.refresh_from_db()
    assert (account.port, account.state, account.held_for) == (587, "held", "bad-credentials")


@pytest.mark.parametrize(("field", "value"), [("port", ""), ("from_email", "Sales <sales@example.com>")])
def test_what_could_not_send_is_not_saved(make_account, change, field, value):
    account = make_account()

    response = change(account, **{field: value})

    assert field in response.context["adminform"].form.errors
    assert Activity.objects.count() == 0
