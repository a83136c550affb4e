"""What is wrong with a mail, found field by field before anything is stored."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime

from delivery.intake.submission import Refusal, Submission, expiry_of, is_address

MOST_RECIPIENTS = 1000
LARGEST = 50 * 1024 * 1024
_LONGEST = {"subject": 900, "kind": 120, "idempotency_key": 255, "account": 120, "source": 120}

#: What ends a line for some reader, steers a terminal, or has no UTF-8.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
#: What no text of a mail and no value in the database can hold.
_NOT_TEXT = re.compile(r"[\x00\ud800-\udfff]")
_HEADER = re.compile(r"[!-9;-~]{1,76}")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


def refusal_of(submission: Submission, *, now: datetime) -> Refusal | None:
    """The first thing wrong with a mail, or None."""
    return next((wrong for check in _CHECKS for wrong in check(submission, now)), None)


def _addresses(submission: Submission, _now: datetime) -> Iterator[Refusal]:
    if not submission.recipients:
        yield Refusal(field="to", says="is empty; name at least one recipient")
    if len(submission.recipients) > MOST_RECIPIENTS:
        yield Refusal(field="to", says=f"names more than {MOST_RECIPIENTS} recipients; split the mail")
    for name in ("to", "cc", "bcc"):
        for address in getattr(submission, name):
            if not is_address(address):
                yield Refusal(field=name, says=f"{address[:100]!r} is no e-mail address")
    if submission.sender and not is_address(submission.sender):
        yield Refusal(field="sender", says=f"{submission.sender[:100]!r} is no e-mail address")


def _words(submission: Submission, _now: datetime) -> Iterator[Refusal]:
    for name, longest in _LONGEST.items():
        value = getattr(submission, name)
        if _CONTROL.search(value):
            yield Refusal(field=name, says="holds a line break or control character; remove it")
        if len(value) > longest:
            yield Refusal(field=name, says=f"is longer than {longest} characters; shorten it")
    for name, value in submission.references.items():
        if _NOT_TEXT.search(f"{name}{value}"):
            yield Refusal(field="references", says=f"{name[:80]!r} holds a character that is no text")


def _headers(submission: Submission, _now: datetime) -> Iterator[Refusal]:
    seen = set[str]()
    for header, value in submission.headers.items():
        if not _HEADER.fullmatch(header) or _CONTROL.search(value):
            yield Refusal(field="headers", says=f"{header[:80]!r} is no header that can be sent")
        if header.lower() in seen:
            yield Refusal(field="headers", says=f"{header[:80]!r} is given twice")
        seen.add(header.lower())


def _content(submission: Submission, _now: datetime) -> Iterator[Refusal]:
    if not (submission.text or submission.html):
        yield Refusal(field="text", says="is empty, and so is html; give one of them")
    for name in ("text", "html"):
        if _NOT_TEXT.search(getattr(submission, name)):
            yield Refusal(field=name, says="holds a character that is no text; remove it")
    if len(submission.text) + len(submission.html) > LARGEST:
        yield Refusal(field="text", says=f"and html are larger than {LARGEST // 1024 // 1024} MB together")
    for attachment in submission.attachments:
        if _CONTROL.search(attachment.name):
            yield Refusal(field="attachments", says=f"{attachment.name[:80]!r} is no name of a file")
        if not _MEDIA_TYPE.fullmatch(attachment.media_type):
            yield Refusal(field="attachments", says=f"{attachment.media_type[:80]!r} is no media type")
    if sum(len(attachment.content) for attachment in submission.attachments) > LARGEST:
        yield Refusal(field="attachments", says=f"are larger than {LARGEST // 1024 // 1024} MB together")


def _order(submission: Submission, now: datetime) -> Iterator[Refusal]:
    if not 0 <= submission.priority <= 9:
        yield Refusal(field="priority", says="is not 0 (first) to 9 (last)")
    for name in ("send_at", "expires_at"):
        moment = getattr(submission, name)
        if moment is not None and moment.tzinfo is None:
            yield Refusal(field=name, says="names no time zone; add one")
            return
    if expiry_of(submission, now=now) <= max(now, submission.send_at or now):
        yield Refusal(field="expires_at", says="has passed when the mail may be sent; nothing would go out")


_CHECKS: tuple[Callable[[Submission, datetime], Iterator[Refusal]], ...] = (
    _addresses,
    _words,
    _headers,
    _content,
    _order,
)
