"""nodemailer: an error message, and the fields code, response, responseCode and command."""

import re

from diagnostics.reading.wrapping import Wrapping, port_of, stage_of
from diagnostics.vocabulary import Stage

MARKS = (
    r"\bcode: ?['\"]?E[A-Z]{3,}|\"?code: ?AUTH|\"?responseCode\"?|nodemailer|smtp-connection|\bsyscall: ?'",
    r"Invalid login: \d{3}|Can't send mail - all recipients were rejected|Message failed: \d{3}|(?:Mail|Recipient|Data) command failed: \d{3}",
    r"(?:connect|getaddrinfo|read|write) E[A-Z]{4,}\b|Greeting never received|Unexpected socket close|Error initiating TLS|Missing credentials for",
)
_CODE = re.compile(r"['\"]?code['\"]?: ?['\"]?(E[A-Z0-9]{2,20})\b")
_SYSTEM = re.compile(
    r"\b(?:connect|getaddrinfo|read|write) (E[A-Z]{4,20})(?: ([A-Za-z0-9_.:-]{1,253}?)(?::(\d{1,5}))?)?(?=[\s,;'\")]|$)"
)
_COMMAND = re.compile(r"['\"]?command['\"]?: ?['\"]([A-Z][A-Z ]{2,20})")
_ADDRESS = re.compile(r"\b(?:address|hostname|host): ?'([^']{1,253})'")
_PORT = re.compile(r"\bport: ?(\d{1,5})\b")
_REJECTED = re.compile(r"\brejected: ?\[\s*'([^'@\s]{1,64}@[^'\s]{1,255})'")
_MESSAGES: dict[str, Stage] = {
    "Invalid login": "login",
    "Missing credentials": "login",
    "Mail command failed": "mail-from",
    "Recipient command failed": "rcpt-to",
    "all recipients were rejected": "rcpt-to",
    "Data command failed": "data",
    "Message failed": "body",
    "Greeting never received": "greeting",
    "Error initiating TLS": "tls",
    "getaddrinfo": "dns",
}


def read(text: str) -> Wrapping:
    """Name the error code and the stage, and the machine that a socket error was about."""
    code, command = _CODE.search(text), _COMMAND.search(text)
    system, address, port, rejected = (
        _SYSTEM.search(text),
        _ADDRESS.search(text),
        _PORT.search(text),
        _REJECTED.search(text),
    )
    where = (system[2] if system else None) or (address[1] if address else None)
    return Wrapping(
        status_name=code[1] if code else (system[1] if system else None),
        stage=stage_of(command[1] if command else None)
        or next((s for words, s in _MESSAGES.items() if words in text), None),
        host=where if where and not _is_ip(where) else None,
        ip=where if where and _is_ip(where) else None,
        port=port_of((system[3] if system else None) or (port[1] if port else None)),
        recipient=rejected[1] if rejected else None,
    )


def _is_ip(name: str) -> bool:
    return ":" in name or name.replace(".", "").isdigit()
