"""What is wrong with a mail is said field by field, before anything is stored."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.intake.submission import Attachment, Submission, expiry_of, is_address, refusal_of

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def submission(**changed) -> Submission:
    usual = {"to": ("maria@example.net",), "subject": "Hello", "text": "Hello."}
    return Submission(**(usual | changed))


def test_a_good_mail_is_taken():
    assert refusal_of(submission(cc=("a@example.net",), bcc=("b@example.net",), headers={"X-Order": "1"})) is None


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"to": ()}, "to"),
        ({"to": ("nobody",)}, "to"),
        ({"to": ("a@example.net\r\nBcc: x@example.net",)}, "to"),
        ({"cc": ("a b@example.net",)}, "cc"),
        ({"bcc": ("<a@example.net>",)}, "bcc"),
        ({"sender": "x@"}, "sender"),
        ({"subject": "Hello\r\nBcc: x@example.net"}, "subject"),
        ({"subject": "x" * 901}, "subject"),
        ({"headers": {"X-A": "1\r\nBcc: x@example.net"}}, "headers"),
        ({"headers": {"X A": "1"}}, "headers"),
        ({"text": "", "html": ""}, "text"),
        ({"priority": 10}, "priority"),
        ({"idempotency_key": "k\0"}, "idempotency_key"),
        ({"to": tuple(f"a{number}@example.net" for number in range(1001))}, "to"),
    ],
)
def test_what_is_wrong_is_named(changed, field):
    refusal = refusal_of(submission(**changed))

    assert refusal is not None
    assert refusal.field == field


@pytest.mark.parametrize("address", ["maria@example.net", "josé@correo.example", "a.b+c@xn--bcher-kva.example"])
def test_these_are_addresses(address):
    assert is_address(address)


@pytest.mark.parametrize(
    "address",
    ["", "@", "a@", "@b.c", "a@b", ".a@b.c", "a..b@c.d", "a@-b.c", "a@b..c", "a@b.c\n", "a\0@b.c", "a@[1.2.3.4]"],
)
def test_these_are_none(address):
    assert not is_address(address)


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
