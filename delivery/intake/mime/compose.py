"""A finished mail, put together by hand."""

import random
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache

from delivery.intake.mime.headers import address_field, given_field, text_field
from delivery.intake.mime.parts import file_part, text_part
from delivery.intake.submission import Submission


def composed(submission: Submission, *, sender: str, message_id: str, headers: dict[str, str], now: datetime) -> bytes:
    """The finished mail with CRLF line ends, without Bcc; `headers` are the application's own."""
    return b"".join(
        (
            f"Message-ID: {message_id}\r\nDate: {_date(now.replace(microsecond=0))}\r\n".encode("ascii"),
            address_field("From", (sender,)),
            address_field("To", submission.to) if submission.to else b"",
            address_field("Cc", submission.cc) if submission.cc else b"",
            text_field("Subject", submission.subject),
            *(given_field(name, value) for name, value in headers.items()),
            b"MIME-Version: 1.0\r\n",
            _content(submission),
        )
    )


@lru_cache(maxsize=4)
def _date(second: datetime) -> str:
    """Much mail is written in the same second."""
    return format_datetime(second)


def _content(submission: Submission) -> bytes:
    words = _words(submission)
    if not submission.attachments:
        return words
    return _joined("mixed", (words, *(file_part(attachment) for attachment in submission.attachments)))


def _words(submission: Submission) -> bytes:
    if not (submission.text and submission.html):
        return text_part(submission.text or submission.html, "plain" if submission.text else "html")
    return _joined("alternative", (text_part(submission.text, "plain"), text_part(submission.html, "html")))


def _joined(kind: str, parts: Sequence[bytes]) -> bytes:
    boundary = _boundary(parts)
    return b"".join(
        (
            f'Content-Type: multipart/{kind}; boundary="{boundary}"\r\n\r\n'.encode("ascii"),
            *(f"--{boundary}\r\n".encode("ascii") + part + b"\r\n" for part in parts),
            f"--{boundary}--\r\n".encode("ascii"),
        )
    )


def _boundary(parts: Sequence[bytes]) -> str:
    """A line that is in no part; "=_" can be in no encoded one (RFC 2045 §6.7)."""
    while True:
        boundary = f"=_{random.getrandbits(96):024x}"
        if not any(boundary.encode("ascii") in part for part in parts):
            return boundary
