"""Providers are recognised by the name of their server and by what they write into replies."""

import re

import pytest

from diagnostics.providers import provider_of_host, provider_of_reply, providers
from diagnostics.vocabulary import SECURITIES


@pytest.mark.parametrize(
    ("host", "expected"),
    [
        ("smtp.office365.com", "microsoft365"),
        ("SMTP.Gmail.com.", "gmail"),
        ("email-smtp.eu-west-1.amazonaws.com", "ses"),
        ("mail.example.com", "cpanel"),
        ("mail.privateemail.com", "namecheap"),
    ],
)
def test_a_host_is_known_as_its_providers(host: str, expected: str) -> None:
    provider = provider_of_host(host)

    assert provider is not None
    assert provider.id == expected


def test_an_unknown_host_belongs_to_nobody() -> None:
    assert provider_of_host("relay.example.org") is None
    assert provider_of_host(None) is None


def test_a_reply_is_known_by_its_marks() -> None:
    microsoft = provider_of_reply("5.7.57 … [CH0PR08CA0021.namprd08.prod.outlook.com]")

    assert microsoft is not None
    assert microsoft.id == "microsoft365"
    assert provider_of_reply("550 no such user") is None


def test_every_row_is_complete_and_its_patterns_compile() -> None:
    for provider in providers().values():
        assert provider.submission, provider.id
        assert all(door.security in SECURITIES for door in provider.submission), provider.id
        assert all(re.compile(pattern) for pattern in (*provider.hosts, *provider.mx, *provider.marks))
