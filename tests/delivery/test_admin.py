"""The plumbing: what is changed in an account by hand is remembered, as far as it can explain a failure."""

import pytest
from django.db.models.signals import pre_save

from delivery.models import Account, Activity
from delivery.outcome import breaker
from diagnostics.catalogue.registry import catalogue
from diagnostics.vocabulary import Language

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


def test_a_server_in_a_private_network_is_refused_unless_it_is_allowed(make_account, change):
    account = make_account(allow_private=False)

    response = change(account, host="127.0.0.1")
    assert "127.0.0.1" in str(response.context["adminform"].form.errors["host"])

    change(account, host="127.0.0.1", allow_private="on")
    account.refresh_from_db()
    assert (account.host, account.allow_private) == ("127.0.0.1", True)


def test_two_accounts_that_are_only_reported_cannot_become_the_same(make_account, change):
    first, second = (
        make_account(reported_only=True, host=host, port=None, username="") for host in ("a.example", "b.example")
    )

    response = change(second, host="a.example", from_email=first.from_email)

    assert "host" in response.context["adminform"].form.errors


def test_the_account_leads_to_its_settings_and_those_name_what_the_explanation_names(admin_client, make_account):
    account = make_account()
    settings = f"/admin/delivery/account/{account.pk}/change/"

    assert f'href="{settings}"' in admin_client.get(f"/accounts/{account.pk}/").content.decode()
    steps = catalogue().entries["private-address"].steps
    labels: dict[Language, str] = {"en": "May call private addresses", "es": "Puede llamar a direcciones privadas"}
    for language, label in labels.items():
        assert label in admin_client.get(settings, headers={"accept-language": language}).content.decode()
        assert any(step.says and label in step.says[language] for step in steps)


def test_who_may_not_edit_accounts_is_not_sent_there(client, bob, make_account):
    client.force_login(bob)

    assert "/admin/" not in client.get(f"/accounts/{make_account().pk}/").content.decode()
