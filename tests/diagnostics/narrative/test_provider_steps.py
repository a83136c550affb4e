"""A refused sign-in begins with the steps of the provider at hand, and with no other provider's."""

import pytest

from diagnostics.catalogue.registry import catalogue
from diagnostics.providers import provider_named
from tests.diagnostics.real_case import told

REFUSED = "535 Authentication failed: bad username or password\nSMTP Host: {host}\nSMTP Port: 587"
WANTED = "534 5.7.9 Application-specific password required.\nSMTP Host: {host}"
#: The step among the first two that only this provider's accounts are shown.
OWN = {
    "smtp.gmail.com": "google-app-password",
    "smtp.mail.yahoo.com": "yahoo-app-password",
    "smtp.aol.com": "yahoo-app-password",
    "smtp.mail.me.com": "icloud-app-password",
    "smtp.zoho.eu": "zoho-app-password",
    "email-smtp.eu-west-1.amazonaws.com": "ses-smtp-credentials",
    "smtp.sendgrid.net": "sendgrid-api-key",
    "smtp.eu.mailgun.org": "mailgun-credentials",
    "smtp.postmarkapp.com": "service-key",
    "mail.gmx.net": "gmx-external-access",
    "smtp.web.de": "gmx-external-access",
    "ssl0.ovh.net": "hosting-mailbox",
    "smtp.ionos.es": "hosting-mailbox",
    "smtp.yandex.com": "yandex-app-password",
    "smtp.mail.ru": "yandex-app-password",
    "smtp.qq.com": "authorization-code",
    "smtp.163.com": "authorization-code",
}


@pytest.mark.parametrize(("host", "own"), OWN.items())
def test_the_first_steps_are_those_of_the_provider(host: str, own: str) -> None:
    document = told(REFUSED.format(host=host))
    ids = [step.id for step in document.steps]

    assert document.code == "bad-credentials"
    assert own in ids[:2]
    assert not (set(OWN.values()) - {own}) & set(ids)


def test_an_unknown_provider_gets_only_what_helps_everywhere() -> None:
    ids = [step.id for step in told(REFUSED.format(host="relay.example.com")).steps]

    assert ids == ["login-by-hand", "stored-password"]


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("smtp.gmail.com", "google-app-password"),
        ("smtp.fastmail.com", "provider-app-password"),
        ("relay.example.com", "provider-app-password"),
    ],
)
def test_the_general_way_is_shown_only_where_no_own_one_is_known(host: str, shown: str) -> None:
    passwords = {"google-app-password", "provider-app-password"} & {s.id for s in told(WANTED.format(host=host)).steps}

    assert passwords == {shown}


def test_every_step_is_for_providers_that_exist() -> None:
    for entry in catalogue().entries.values():
        for step in entry.steps:
            assert all(provider_named(name) for name in step.providers), entry.code
