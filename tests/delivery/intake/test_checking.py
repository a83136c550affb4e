"""What is wrong with a mail is said field by field, before anything is stored."""

from datetime import UTC, datetime, timedelta

import pytest

from delivery.intake.checking import refusal_of
from delivery.intake.submission import Attachment, Submission

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def submission(**changed) -> Submission:
    usual = {"to": ("maria@example.net",), "subject": "Hello", "text": "Hello."}
    return Submission(**(usual | changed))


def test_a_good_mail_is_taken():
    assert (
        refusal_of(submission(cc=("a@example.net",), bcc=("b@example.net",), headers={"X-Order": "1"}), now=NOW) is None
    )


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
        ({"idempotency_key": "\ud800"}, "idempotency_key"),
        ({"subject": "Hello\u2028Bcc: x@example.net"}, "subject"),
        ({"subject": "Hello\x85Bcc: x@example.net"}, "subject"),
        ({"subject": "\udc80"}, "subject"),
        ({"account": "a\0"}, "account"),
        ({"source": "a\0"}, "source"),
        ({"headers": {"Reply-To": "a@example.net", "reply-to": "b@example.net"}}, "headers"),
        ({"headers": {"X-A": "\udc80"}}, "headers"),
        ({"references": {"order": "\0"}}, "references"),
        ({"references": {"\ud800": "4711"}}, "references"),
        ({"text": "\udc80"}, "text"),
        ({"attachments": (Attachment(name="a\r\nX: y", content=b"1"),)}, "attachments"),
        ({"attachments": (Attachment(name="a", content=b"1", media_type="text/plain\r\nX: y"),)}, "attachments"),
        ({"send_at": datetime(2030, 1, 1)}, "send_at"),  # noqa: DTZ001 (that is what is wrong)
        ({"expires_at": NOW}, "expires_at"),
        ({"expires_at": NOW + timedelta(hours=1), "send_at": NOW + timedelta(hours=2)}, "expires_at"),
        ({"send_at": datetime.max.replace(tzinfo=UTC)}, "send_at"),
        ({"expires_at": datetime.max.replace(tzinfo=UTC)}, "expires_at"),
        ({"headers": {"Reply-To": "x" * 2000}}, "headers"),
        # Whoever passes on what a request holds passes on any kind of value.
        ({"to": "a@example.net"}, "to"),
        ({"to": (None,)}, "to"),
        ({"text": b"x"}, "text"),
        ({"headers": {"X": 1}}, "headers"),
        ({"headers": ["X"]}, "headers"),
        ({"references": "4711"}, "references"),
        ({"priority": "5"}, "priority"),
        ({"idempotency_key": 7}, "idempotency_key"),
        ({"attachments": ("a.pdf",)}, "attachments"),
        ({"attachments": None}, "attachments"),
        ({"send_at": "tomorrow"}, "send_at"),
        ({"to": tuple(f"a{number}@example.net" for number in range(1001))}, "to"),
    ],
)
def test_what_is_wrong_is_named(changed, field):
    refusal = refusal_of(submission(**changed), now=NOW)

    assert refusal is not None
    assert refusal.field == field
