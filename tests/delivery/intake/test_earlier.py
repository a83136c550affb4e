"""What makes a mail the same mail."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from delivery.intake.earlier import digest_of
from delivery.intake.submission import Attachment, Submission

MAIL = Submission(
    to=("maria@example.net",),
    text="Hi.",
    headers={"X-A": "1", "X-B": "2"},
    attachments=(Attachment(name="a", content=b"1"),),
)


def test_the_order_of_headers_does_not_matter():
    assert digest_of(replace(MAIL, headers={"X-B": "2", "X-A": "1"})) == digest_of(MAIL)


@pytest.mark.parametrize(
    "changed",
    [
        {"to": ("pedro@example.net",)},
        {"text": "Ho."},
        {"headers": {"X-A": "1"}},
        {"references": {"order": "1"}},
        {"attachments": (Attachment(name="a", content=b"2"),)},
        {"attachments": (Attachment(name="b", content=b"1"),)},
        {"send_at": datetime(2030, 1, 1, tzinfo=UTC)},
    ],
)
def test_every_other_difference_does(changed):
    assert digest_of(replace(MAIL, **changed)) != digest_of(MAIL)
