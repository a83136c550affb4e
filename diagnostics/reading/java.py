"""JavaMail, Jakarta Mail and Angus Mail, with Spring around them."""

import re

from diagnostics.reading.wrapping import Wrapping, port_of
from diagnostics.vocabulary import Stage

MARKS = (
    r"(?:javax|jakarta)\.mail\.|com\.sun\.mail\.|org\.eclipse\.angus\.mail|org\.springframework\.mail|javax\.net\.ssl\.|java\.net\.\w+Exception",
    r"nested exception is|Couldn't connect to host, port:|Could not connect to SMTP host|Unknown SMTP host|SMTPSendFailedException|SMTPAddressFailedException",
)
_CLASS = re.compile(
    r"\b(AuthenticationFailedException|SMTPSend(?:er)?FailedException|SMTPAddressFailedException|SMTPSenderFailedException|MailConnectException|"
    r"SendFailedException|SSLHandshakeException|SSLException|UnknownHostException|ConnectException|SocketTimeoutException|MessagingException)\b"
)
#: Said whatever the server's reason was.
_OWN_SENTENCE = re.compile(r"Invalid Addresses")
_HOST = re.compile(
    r"(?:Couldn't connect to host, port|(?:Could not connect to|Unknown|bad greeting from) SMTP host): ?([A-Za-z0-9](?:[A-Za-z0-9._-]{0,251}))(?:, (?:port: ?)?(\d{1,5}))?"
)
_RECIPIENT = re.compile(
    r"(?i)(?:Invalid Addresses|Valid Unsent Addresses).{0,400}?<([^\s<>@]{1,64}@[^\s<>]{1,255})>", re.DOTALL
)
_STAGES: dict[str, Stage] = {
    "AuthenticationFailedException": "login",
    "SMTPSenderFailedException": "mail-from",
    "SMTPAddressFailedException": "rcpt-to",
    "MailConnectException": "connect",
    "UnknownHostException": "dns",
    "SSLHandshakeException": "tls",
    "SSLException": "tls",
}


def read(text: str) -> Wrapping:
    """Name the innermost telling exception, its stage, and the host that was to be reached."""
    own = _OWN_SENTENCE.search(text)
    names = [match[1] for match in _CLASS.finditer(text[:20_000])]
    told = next((name for name in reversed(names) if name in _STAGES), names[0] if names else None)
    host, recipient = _HOST.search(text), _RECIPIENT.search(text)
    return Wrapping(
        status_name=told,
        wrapper_text=own[0] if own else None,
        stage=_STAGES.get(told or ""),
        host=host[1].rstrip(".,;") if host else None,
        port=port_of(host[2]) if host else None,
        recipient=recipient[1] if recipient else None,
    )
