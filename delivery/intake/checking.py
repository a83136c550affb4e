"""What is wrong with a mail, found field by field before anything is stored."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from delivery.intake.mime.headers import LONGEST_WORD
from delivery.intake.submission import Attachment, Refusal, Submission, due_of, is_address

MOST_RECIPIENTS = 1000
LARGEST = 50 * 1024 * 1024
#: Nothing is planned for later.
FARTHEST = timedelta(days=10 * 365)
_TEXTS = ("account", "sender", "subject", "text", "html", "kind", "source", "idempotency_key")
_LONGEST = {"subject": 900, "kind": 120, "idempotency_key": 255, "account": 120, "source": 120}

#: What ends a line for some reader, steers a terminal, or has no UTF-8.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
#: What no text of a mail and no value in the database can hold.
_NOT_TEXT = re.compile(r"[\x00\ud800-\udfff]")
_HEADER = re.compile(r"[!-9;-~]{1,76}")
_MEDIA_TYPE = re.compile(r"[\w.+-]+/[\w.+-]+", re.ASCII)


def refusal_of(submission: Submission, *, now: datetime) -> Refusal | None:
    """The first thing wrong with a mail, or None."""
    for check in _CHECKS:
        wrong = check(submission, now)
        if wrong is not None:
            return wrong
    return None


def _kinds(submission: Submission, _now: datetime) -> Refusal | None:
    """Fields of another kind than they are declared; whoever reads requests of others passes on what they hold."""
    given: Mapping[str, Any] = vars(submission)
    for name in _TEXTS:
        if not isinstance(given[name], str):
            return Refusal(field=name, says="is no text")
    for name in ("to", "cc", "bcc"):
        addresses = given[name]
        if not isinstance(addresses, (tuple, list)) or not all(isinstance(one, str) for one in addresses):
            return Refusal(field=name, says="is no list of addresses; put each address in it as a text")
    headers, references = given["headers"], given["references"]
    if not isinstance(headers, Mapping) or not all(isinstance(one, str) for pair in headers.items() for one in pair):
        return Refusal(field="headers", says="is no table of names and texts")
    if not isinstance(references, Mapping):
        return Refusal(field="references", says="is no table of names and texts")
    files = given["attachments"]
    if not isinstance(files, (tuple, list)) or not all(
        isinstance(file, Attachment)
        and isinstance(file.content, bytes)
        and isinstance(file.name, str)
        and isinstance(file.media_type, str)
        for file in files
    ):
        return Refusal(field="attachments", says="is no list of files; give the name and the bytes of each")
    if not isinstance(given["priority"], int):
        return Refusal(field="priority", says="is not 0 (first) to 9 (last)")
    for name in ("send_at", "expires_at"):
        if not isinstance(given[name], datetime | None):
            return Refusal(field=name, says="is no moment")
    return None


def _addresses(submission: Submission, _now: datetime) -> Refusal | None:
    many = len(submission.recipients)
    if not many:
        return Refusal(field="to", says="is empty; name at least one recipient")
    if many > MOST_RECIPIENTS:
        return Refusal(field="to", says=f"names more than {MOST_RECIPIENTS} recipients; split the mail")
    for name, addresses in (("to", submission.to), ("cc", submission.cc), ("bcc", submission.bcc)):
        for address in addresses:
            if not is_address(address):
                return Refusal(field=name, says=f"{address[:100]!r} is no e-mail address")
    if submission.sender and not is_address(submission.sender):
        return Refusal(field="sender", says=f"{submission.sender[:100]!r} is no e-mail address")
    return None


def _words(submission: Submission, _now: datetime) -> Refusal | None:
    for name, longest in _LONGEST.items():
        value = getattr(submission, name)
        if not value:
            continue
        if _CONTROL.search(value):
            return Refusal(field=name, says="holds a line break or control character; remove it")
        if len(value) > longest:
            return Refusal(field=name, says=f"is longer than {longest} characters; shorten it")
    for name, value in submission.references.items():
        if _NOT_TEXT.search(f"{name}{value}"):
            return Refusal(field="references", says=f"{name[:80]!r} holds a character that is no text")
    return None


def _headers(submission: Submission, _now: datetime) -> Refusal | None:
    seen = set[str]()
    for header, value in submission.headers.items():
        if not _HEADER.fullmatch(header) or _CONTROL.search(value):
            return Refusal(field="headers", says=f"{header[:80]!r} is no header that can be sent")
        if header.lower() in seen:
            return Refusal(field="headers", says=f"{header[:80]!r} is given twice")
        if len(value) > LONGEST_WORD and value.isascii() and max(map(len, value.split(" "))) > LONGEST_WORD:
            says = f"{header[:80]!r} holds more than {LONGEST_WORD} characters without a blank; no line of a mail can"
            return Refusal(field="headers", says=says)
        seen.add(header.lower())
    return None


def _content(submission: Submission, _now: datetime) -> Refusal | None:
    if not (submission.text or submission.html):
        return Refusal(field="text", says="is empty, and so is html; give one of them")
    for name, text in (("text", submission.text), ("html", submission.html)):
        if not _is_text(text):
            return Refusal(field=name, says="holds a character that is no text; remove it")
    if len(submission.text) + len(submission.html) > LARGEST:
        return Refusal(field="text", says=f"and html are larger than {LARGEST // 1024 // 1024} MB together")
    for attachment in submission.attachments:
        if _CONTROL.search(attachment.name):
            return Refusal(field="attachments", says=f"{attachment.name[:80]!r} is no name of a file")
        if not _MEDIA_TYPE.fullmatch(attachment.media_type):
            return Refusal(field="attachments", says=f"{attachment.media_type[:80]!r} is no media type")
    if sum(len(attachment.content) for attachment in submission.attachments) > LARGEST:
        return Refusal(field="attachments", says=f"are larger than {LARGEST // 1024 // 1024} MB together")
    return None


def _is_text(text: str) -> bool:
    """The same as a search for _NOT_TEXT; a long ASCII text, as most are, is not looked at letter by letter."""
    return "\0" not in text if text.isascii() else not _NOT_TEXT.search(text)


def _order(submission: Submission, now: datetime) -> Refusal | None:
    if not 0 <= submission.priority <= 9:
        return Refusal(field="priority", says="is not 0 (first) to 9 (last)")
    for name, moment in (("send_at", submission.send_at), ("expires_at", submission.expires_at)):
        if moment is not None and moment.tzinfo is None:
            return Refusal(field=name, says="names no time zone; add one")
        if moment is not None and moment > now + FARTHEST:
            return Refusal(field=name, says=f"lies more than {FARTHEST.days // 365} years ahead")
    if submission.expires_at and submission.expires_at <= due_of(submission, now=now):
        return Refusal(field="expires_at", says="has passed when the mail may be sent; nothing would go out")
    return None


_CHECKS: tuple[Callable[[Submission, datetime], Refusal | None], ...] = (
    _kinds,
    _addresses,
    _words,
    _headers,
    _content,
    _order,
)
