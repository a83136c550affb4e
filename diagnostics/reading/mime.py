"""Take a whole e-mail apart into what a bounce is made of: notice, machine-readable report, returned message."""

import email
import re
from dataclasses import dataclass
from email.message import Message

#: Where mail servers begin to quote the message that they return.
_RETURNED = re.compile(
    r"(?im)^[ \t>]{0,20}(?:-[ -]{0,80})?(?:this is a copy of (?:the|your) message|original message (?:follows|headers?)|message headers? follows?|"
    r"below this line is a copy of the message|the headers? of the (?:original )?message|returned message|unsent message (?:follows|below)|"
    r"your (?:original )?message (?:follows|headers?)|original message|el mensaje original|mensaje original|message d'origine|"
    r"undelivered message|included is a copy|transcript of message follows|contents? of (?:the )?(?:original|returned) message|"
    r"return-path: ?<?[^\s>]*>?$|received: ?(?:from|by) \S)"
)
_MOST_TEXT = 200_000


@dataclass(kw_only=True)
class Pieces:
    """The parts of one message that matter; empty texts where there is none."""

    headers: Message
    notice: str = ""
    report: str = ""
    feedback: str = ""
    original: str = ""


def take_apart(data: bytes) -> Pieces:
    """Read any bytes as a message; what cannot be decoded is replaced, never refused."""
    message = email.message_from_bytes(data)
    pieces = Pieces(headers=message)
    for part in message.walk():
        _sort_in(part, pieces)
    _split_notice(pieces)
    return pieces


def _sort_in(part: Message, pieces: Pieces) -> None:
    kind = part.get_content_type().lower()
    if kind in {"message/delivery-status", "message/global-delivery-status", "message/disposition-notification"}:
        pieces.report += _report_text(part) + "\n\n"
    elif kind == "message/feedback-report":
        pieces.feedback += _report_text(part)
    elif kind in {"text/rfc822-headers", "message/rfc822-headers", "message/global-headers"}:
        pieces.original += _text(part)
    elif kind in {"message/rfc822", "message/global"}:
        inner = part.get_payload()
        pieces.original += str(inner[0]) if isinstance(inner, list) and inner else _text(part)
    elif kind.startswith("multipart/") and not part.is_multipart() and not pieces.original:
        pieces.notice += str(part.get_payload() or "")[:_MOST_TEXT]  # its boundary was lost on the way
    elif kind == "text/plain" and not pieces.original and len(pieces.notice) < _MOST_TEXT:
        pieces.notice += _text(part) + "\n"
    elif kind == "text/html" and not pieces.notice.strip() and not pieces.original:
        pieces.notice += re.sub(r"[ \t]+", " ", re.sub(r"<[^>]{0,2000}>", " ", _text(part)))


def _report_text(part: Message) -> str:
    """The e-mail package reads a report as a list of little messages; put them back into text."""
    payload = part.get_payload()
    if isinstance(payload, list):
        return "\n".join(str(block) for block in payload)
    return _text(part)


def _text(part: Message) -> str:
    try:
        data = part.get_payload(decode=True)
    except (ValueError, LookupError):
        return ""
    if not isinstance(data, bytes):
        return str(part.get_payload() or "")
    charset = part.get_content_charset() or "utf-8"
    try:
        return data.decode(charset, "replace")
    except (LookupError, ValueError):
        return data.decode("latin-1")


def _split_notice(pieces: Pieces) -> None:
    """Servers that know no MIME put report and returned message behind the notice, in one text."""
    cut = _RETURNED.search(pieces.notice)
    if cut and not pieces.original:
        pieces.original = pieces.notice[cut.end() :]
        pieces.notice = pieces.notice[: cut.start()]
    if not pieces.report and (start := re.search(r"(?im)^(?:Reporting-MTA|Final-Recipient):", pieces.notice)):
        pieces.report = pieces.notice[start.start() :]
        pieces.notice = pieces.notice[: start.start()]
