"""What is an address, and how long a mail is worth sending."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.intake.submission import Attachment, Submission, expiry_of, is_address

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def submission(**changed) -> Submission:
    usual = {"to": ("maria@example.net",), "subject": "Hello", "text": "Hello."}
    return Submission(**(usual | changed))


@pytest.mark.parametrize("address", ["maria@example.net", "josé@correo.example", "a.b+c@xn--bcher-kva.example"])
def test_these_are_addresses(address):
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "@",
        "a@",
        "@b.c",
        "a@b",
        ".a@b.c",
        "a..b@c.d",
        "a@-b.c",
        "a@b..c",
        "a@b.c\n",
        "a\0@b.c",
        "a@[1.2.3.4]",
        "a@" + 60 * "é" + ".example",
    ],
)
def test_these_are_none(address):
    assert not is_address(address)


def test_a_domain_that_no_server_could_be_asked_for_is_none():
    assert not is_address("a@" + 60 * "é" + ".example")


@given(st.text(max_size=60))
def test_an_address_never_holds_what_could_break_out_of_it(text):
    if is_address(text):
        assert not set(text) & set('\r\n\0<>,; \t"')


def test_a_password_reset_is_useless_soon():
    assert expiry_of(submission(kind="password_recovery"), now=NOW) == NOW + timedelta(hours=1)
    assert expiry_of(submission(kind="invoice"), now=NOW) == NOW + timedelta(hours=48)


def test_content_does_not_show_in_repr():
    mail = submission(text="secret link", attachments=(Attachment(name="a", content=b"private"),))

    assert "secret link" not in repr(mail)
    assert "private" not in repr(mail)


@pytest.mark.parametrize("address", ["\ud800@example.net", "a\x85b@example.net", "a\u2028b@example.net"])
def test_an_address_can_always_be_written(address):
    assert not is_address(address)
