"""Builds the finished message once, at intake: what is stored is what goes over the wire, on every try."""

from datetime import datetime
from email.message import EmailMessage
from email.parser import BytesParser
from email.policy import SMTP, SMTPUTF8
from email.utils import format_datetime
from secrets import token_hex

from delivery.intake.mime.compose import composed
from delivery.intake.submission import Submission

#: Headers that the product writes itself.
OURS = frozenset({"from", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version"})


def build(submission: Submission, *, sender: str, now: datetime) -> tuple[str, bytes]:
    """The Message-ID and the message, CRLF line ends, without Bcc."""
    domain = sender.rpartition("@")[2]
    message_id = f"<{token_hex(16)}@{domain if domain.isascii() else domain.encode('idna').decode()}>"
    headers = {name: value for name, value in submission.headers.items() if _is_theirs(name.lower())}
    by_hand = composed(submission, sender=sender, message_id=message_id, headers=headers, now=now)
    return message_id, by_hand or built_by_library(
        submission, sender=sender, message_id=message_id, headers=headers, now=now
    )


def _is_theirs(name: str) -> bool:
    return name not in OURS and not name.startswith("content-")


def built_by_library(
    submission: Submission, *, sender: str, message_id: str, headers: dict[str, str], now: datetime
) -> bytes:
    """The message by the library, which knows everything and takes its time."""
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"] = message_id
    mail["Date"] = format_datetime(now)
    mail["From"] = sender
    if submission.to:
        mail["To"] = ", ".join(submission.to)
    if submission.cc:
        mail["Cc"] = ", ".join(submission.cc)
    mail["Subject"] = submission.subject
    for name, value in headers.items():
        mail[name] = value
    if submission.text:
        mail.set_content(submission.text)
        if submission.html:
            mail.add_alternative(submission.html, subtype="html")
    else:
        mail.set_content(submission.html, subtype="html")
    for attachment in submission.attachments:
        main, _slash, sub = attachment.media_type.partition("/")
        mail.add_attachment(attachment.content, maintype=main, subtype=sub or "octet-stream", filename=attachment.name)
    addresses = (sender, *submission.to, *submission.cc)
    international = not all(address.isascii() for address in addresses)
    return mail.as_bytes(policy=SMTPUTF8 if international else SMTP)


def readdressed(mime: bytes, *, old: str, new: str) -> bytes:
    """The same message with `old` replaced by `new` in To and Cc; a blind recipient stays blind."""
    mail = BytesParser(policy=SMTP).parsebytes(mime)
    for name in ("To", "Cc"):
        if name in mail and old.lower() in str(mail[name]).lower():
            addresses = [
                new if address.addr_spec.lower() == old.lower() else str(address) for address in mail[name].addresses
            ]
            mail.replace_header(name, ", ".join(addresses))
    return mail.as_bytes(policy=SMTP if new.isascii() else SMTPUTF8)
