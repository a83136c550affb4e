"""Python's smtplib, and Django and Odoo above it: exception classes, tuples with bytes, dictionaries of recipients."""

import re

from diagnostics.reading.wrapping import Wrapping, port_of
from diagnostics.vocabulary import Stage

MARKS = (
    r"smtplib\.|\bSMTP(?:Authentication|Data|Connect|Helo|NotSupported|Response)(?:Error|Exception)\b|\bSMTPSenderRefused\b|\bSMTPRecipientsRefused\b|\bSMTPServerDisconnected\b",
    r"gaierror|Traceback \(most recent call last\)|\[Errno -?\d+\]|ssl\.SSL\w*Error|_ssl\.c:\d+",
    r"\(\d{3}, b?['\"]",
)
_CLASS = re.compile(
    r"\b(SMTP[A-Z][A-Za-z]{3,40}|SSLCertVerificationError|SSLError|gaierror|ConnectionRefusedError|ConnectionResetError|TimeoutError)\b"
)
_SENDER = re.compile(
    r"\(\d{3}, b?['\"](?:(?!\(\d{3}, ).){0,2000}?['\"], '([^'@\s]{1,64}@[^'\s]{1,255})'\)|from_addr='([^'@\s]{1,64}@[^'\s]{1,255})'",
    re.DOTALL,
)
_RECIPIENT = re.compile(r"\{'([^'@\s]{1,64}@[^'\s]{1,255})': ?\(\d{3}")
_SERVER = re.compile(r"via SMTP server '([A-Za-z0-9.-]{3,253})'|\bhost='([A-Za-z0-9.-]{3,253})'")
_PORT = re.compile(r"\bport=(\d{2,5})\b")
_STAGES: dict[str, Stage] = {
    "SMTPAuthenticationError": "login",
    "SMTPSenderRefused": "mail-from",
    "SMTPRecipientsRefused": "rcpt-to",
    "SMTPDataError": "body",
    "SMTPConnectError": "greeting",
    "SMTPHeloError": "greeting",
    "SSLCertVerificationError": "tls",
    "SSLError": "tls",
    "gaierror": "dns",
    "ConnectionRefusedError": "connect",
}


def read(text: str) -> Wrapping:
    """Name the exception and the command it belongs to, and pick out the addresses it carries."""
    name = _first(_CLASS, text)
    return Wrapping(
        status_name=name,
        stage=_STAGES.get(name or ""),
        sender=_first(_SENDER, text),
        recipient=_first(_RECIPIENT, text),
        host=_first(_SERVER, text) if _first(_SERVER, text) != "None" else None,
        port=port_of(_first(_PORT, text)),
    )


def _first(pattern: re.Pattern[str], text: str) -> str | None:
    match = pattern.search(text)
    return next((group for group in match.groups() if group), None) if match else None
