"""A mail put together by hand reads as the one the library would have built."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from delivery.intake.building import build, built_by_library
from delivery.intake.mime.compose import composed
from delivery.intake.submission import Attachment, Submission

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
LETTERS = st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029")
ADDRESSES = st.lists(st.from_regex(r"[a-z]{1,30}@[a-z]{1,30}\.example", fullmatch=True), max_size=5).map(tuple)
TEXTS = st.text(LETTERS | st.sampled_from("\n -="), max_size=300)


def read(mime: bytes) -> EmailMessage:
    mail = message_from_bytes(mime, policy=SMTP)
    assert isinstance(mail, EmailMessage)
    assert not mail.defects
    return mail


def outline(mail: EmailMessage) -> list[object]:
    """Everything a reader sees of a mail."""
    names = ("Message-ID", "Date", "From", "To", "Cc", "Subject", "X-Order", "MIME-Version")
    parts = [
        (part.get_content_type(), part.get_content().replace("\r\n", "\n"))
        for part in mail.walk()
        if not part.is_multipart()
    ]
    return [*(mail[name] for name in names), mail.get_content_type(), *parts]


@settings(deadline=None)
@given(to=ADDRESSES, cc=ADDRESSES, subject=st.text(LETTERS, max_size=200), text=TEXTS, html=TEXTS)
def test_it_reads_as_the_librarys(to, cc, subject, text, html):
    mail = Submission(to=("a@example.net", *to), cc=cc, subject=subject, text=text, html=html or "<p>")
    words: Any = {
        "sender": "shop@example.com",
        "message_id": "<1@example.com>",
        "headers": {"X-Order": "4711"},
        "now": NOW,
    }

    by_hand = composed(mail, **words)

    assert by_hand is not None
    assert outline(read(by_hand)) == outline(read(built_by_library(mail, **words)))


@pytest.mark.parametrize(
    "changed",
    [
        {"to": ("josé@correo.example",)},
        {"attachments": (Attachment(name="a.pdf", content=b"%PDF"),)},
        {"headers": {"X-Name": "Peña"}},
    ],
)
def test_what_needs_the_library_is_left_to_it(changed):
    mail = Submission(**({"to": ("maria@example.net",), "subject": "Hi", "text": "Hi."} | changed))
    words: Any = {"sender": "shop@example.com", "message_id": "<1@example.com>", "now": NOW}

    assert composed(mail, headers=dict(mail.headers), **words) is None
    assert build(mail, sender="shop@example.com", now=NOW)


def test_a_boundary_is_in_no_part():
    mail = Submission(to=("maria@example.net",), text="--=_\n" * 50, html="<p>--=_</p>")
    message = read(build(mail, sender="shop@example.com", now=NOW)[1])

    assert [part.get_content_type() for part in message.walk()][1:] == ["text/plain", "text/html"]
