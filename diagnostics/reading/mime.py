"""Take a whole e-mail apart into what a bounce is made of: notice, machine-readable report, returned message."""

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from diagnostics.reading.charset import decoded

#: Where mail servers begin to quote the message that they return.
_RETURNED = re.compile(
    r"(?im)^[ \t>|]{0,20}(?:[-=*][-=* ]{0,80})?(?:this is a copy of (?:the|your) message|original message (?:follows|headers?|text)|message (?:headers?|text) follows?|"
    r"below (?:this line )?is a copy of the (?:original )?message|the headers? of the (?:original )?message|returned message|unsent message (?:follows|below)|"
    r"your (?:original )?message (?:follows|headers?)|original (?:message|mail)\b(?! (?:was|has|could|not))|el mensaje original|mensaje original|message d'origine|"
    r"undelivered message|included is a copy|transcript of message follows|contents? of (?:the )?(?:original|returned) message|"
    r"body of message (?:follows|was)|message is attached|text of (?:your )?message|"
    r"return-path: ?<?[^\s>]*>?$|received: ?(?:from|by) \S)"
)
#: Machine-readable parts, which the e-mail package would cut into one little message per blank line.
_MACHINE = re.compile(
    rb"(?i)message/((?:global-)?delivery-status|delivery-report|disposition-notification|feedback-report)\b"
)
_REPORTS = frozenset(
    {
        "text/x-delivery-status",
        "text/x-global-delivery-status",
        "text/x-disposition-notification",
        "text/x-delivery-report",
    }
)
_HEADERS = frozenset({"text/rfc822-headers", "message/rfc822-headers", "message/global-headers", "text/rfc822"})
#: What a virus scanner on the way writes below every text.
_SCANNED = re.compile(r"(?m)^_{5,20} [^\n]{3,120} _{5,20}[ \t]*$")
_FORWARDED = re.compile(r"(?m)^(?:>[ \t]?)+")
_IN_REPORT = re.compile(r"(?im)^(?:Reporting-MTA|Final-Recipient):")
_MOST_TEXT = 200_000
#: What failed stands before the returned message, which may carry anything.
_MOST_BYTES = 600_000


@dataclass(kw_only=True)
class Pieces:
    """The parts of one message that matter; empty texts where there is none."""

    headers: Message
    notice: str = ""
    report: str = ""
    feedback: str = ""
    original: str = ""
    #: The report tells what became of a message that arrived (RFC 8098).
    disposition: bool = False


def take_apart(data: bytes) -> Pieces:
    """Read any bytes as a message; what cannot be decoded is replaced, never refused."""
    data = _with_line_ends(data[:_MOST_BYTES].lstrip())
    message = email.message_from_bytes(_MACHINE.sub(rb"text/x-\1", data))
    pieces = Pieces(headers=message)
    for part in _own_parts(message):
        _sort_in(part, pieces)
    if not pieces.report and not pieces.feedback and "@" not in pieces.notice:
        _look_inside(message, pieces)
    _split_notice(pieces)
    return pieces


def _with_line_ends(data: bytes) -> bytes:
    """Some stores keep messages with bare carriage returns, which the e-mail package takes for one long line."""
    return data if b"\n" in data else data.replace(b"\r", b"\n")


def _own_parts(message: Message) -> Iterator[Message]:
    """Every part but those of messages inside: a returned message may hold a report of its own."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        yield part
        inner = part.get_payload()
        if isinstance(inner, list) and part.get_content_maintype() == "multipart":
            waiting.extend(reversed([one for one in inner if isinstance(one, Message)]))


def _look_inside(message: Message, pieces: Pieces) -> None:
    """Somebody passed a report on as an attachment, and named nobody."""
    inside = next((part for part in _own_parts(message) if part.get_content_type() == "message/rfc822"), None)
    report = None if inside is None else _message_in(inside)
    if report is not None and report.get_content_type() == "multipart/report":
        pieces.original = ""
        for part in _own_parts(report):
            _sort_in(part, pieces)


def _sort_in(part: Message, pieces: Pieces) -> None:
    kind = (part.get_content_type().lower().split() or [""])[0]
    if kind in _REPORTS:
        pieces.disposition = pieces.disposition or kind == "text/x-disposition-notification"
        pieces.report += _text(part) + "\n\n"
    elif kind == "text/x-feedback-report":
        pieces.feedback += _text(part)
    elif kind in _HEADERS:
        pieces.original += _text(part)
    elif kind in {"message/rfc822", "message/global"}:
        inner = _message_in(part)
        pieces.original += _text(part) if inner is None else _rendered(inner)
    elif kind.startswith("multipart/") and not part.is_multipart() and not pieces.original:
        pieces.notice += str(part.get_payload() or "")[:_MOST_TEXT]  # its boundary was lost on the way
    elif kind == "text/plain" and not pieces.original and len(pieces.notice) < _MOST_TEXT:
        pieces.notice += _text(part)[:_MOST_TEXT] + "\n"
    elif kind == "text/html" and not pieces.notice.strip() and not pieces.original:
        pieces.notice += _shown(_text(part)[:_MOST_TEXT])


def _message_in(part: Message) -> Message | None:
    content = part.get_payload()
    first = content[0] if isinstance(content, list) and content else None
    return first if isinstance(first, Message) else None


def _shown(html: str) -> str:
    """The text of a page, its blocks on lines of their own."""
    text = re.sub(r"(?i)<(?:style|script|title)\b[^<]{0,20000}</", " <", html)
    text = re.sub(r"(?i)<(?:br|/?p|/?div|/?tr|/?li|/?h\d)\b[^<>]{0,2000}>", "\n", text)
    text = re.sub(r"<[^<>]{0,2000}>", " ", text)
    for name, character in (
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
        ("&quot;", '"'),
        ("&#39;", "'"),
        ("&amp;", "&"),
    ):
        text = text.replace(name, character)
    return re.sub(r"[ \t]+", " ", text)


def _rendered(message: Message) -> str:
    """The headers and the first text of a returned message, as they were."""
    headers = "".join(f"{name}: {value}\n" for name, value in message.items())
    body = message.get_payload()
    return f"{headers}\n{body if isinstance(body, str) else ''}"[:_MOST_TEXT]


def _text(part: Message) -> str:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return ""
    if not isinstance(data, bytes):
        return str(part.get_payload() or "")
    return decoded(data, part.get_content_charset()).replace("\r\n", "\n")


def _split_notice(pieces: Pieces) -> None:
    """Servers that know no MIME put report and returned message behind the notice, in one text."""
    if not pieces.report and "\n>" in pieces.notice and _IN_REPORT.search(_FORWARDED.sub("", pieces.notice)):
        pieces.notice = _FORWARDED.sub("", pieces.notice)  # somebody passed the report on
    if scanned := _SCANNED.search(pieces.notice):
        pieces.notice = pieces.notice[: scanned.start()]
    cut = _RETURNED.search(pieces.notice)
    if cut and not pieces.original:
        pieces.original = pieces.notice[cut.start() :]
        pieces.notice = pieces.notice[: cut.start()]
    if not pieces.report and (start := _IN_REPORT.search(pieces.notice)):
        pieces.report = pieces.notice[start.start() :]
        pieces.notice = pieces.notice[: start.start()]
