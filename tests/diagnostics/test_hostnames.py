"""Nearly right host names are recognised; right and unknown ones raise no doubt."""

import pytest

from diagnostics.hostnames import meant_by


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("smtp.offic365.com", "smtp.office365.com"),
        ("smtp.ofice365.com", "smtp.office365.com"),
        ("smtp.offcie365.com", "smtp.office365.com"),
        ("smtp.gmial.com", "smtp.gmail.com"),
        ("smpt.gmail.com", "smtp.gmail.com"),
        ("outlook.com", "smtp-mail.outlook.com"),
        ("mail.google.com", "smtp.gmail.com"),
    ],
)
def test_a_misspelt_name_is_understood(typed: str, meant: str) -> None:
    assert meant_by(typed) == meant


@pytest.mark.parametrize(
    "typed", ["smtp.office365.com", "smtp-legacy.office365.com", "relay.example.org", "localhost", "", None]
)
def test_other_names_raise_no_doubt(typed: str | None) -> None:
    assert meant_by(typed) is None
