"""Go's net and net/smtp: short lower-case sentences joined by colons."""

import re

from diagnostics.reading.wrapping import Wrapping, port_of
from diagnostics.vocabulary import Stage

MARKS = (
    r"\bdial tcp\b|\bdial udp\b|\blookup \S+(?: on \S+)?: (?:no such host|i/o timeout|server misbehaving)|\bgomail: ",
    r"\bx509: |\btls: (?:first record|failed to verify|handshake|bad certificate|server)|smtp: server doesn't support|unencrypted connection",
)
_DIAL = re.compile(r"dial (?:tcp|udp)[46]? (\[[0-9A-Fa-f:]{2,45}\]|[A-Za-z0-9._-]{1,253}):(\d{1,5})")
_LOOKUP = re.compile(r"lookup ([A-Za-z0-9._-]{1,253})")
_STAGES: dict[str, Stage] = {
    "lookup ": "dns",
    "x509: ": "tls",
    "tls: ": "tls",
    "dial tcp": "connect",
    "support AUTH": "login",
}


def read(text: str) -> Wrapping:
    """Read whom Go tried to reach and how far it came."""
    dial, lookup = _DIAL.search(text), _LOOKUP.search(text)
    where = dial[1].strip("[]") if dial else (lookup[1] if lookup else None)
    is_ip = bool(where) and (":" in (where or "") or (where or "").replace(".", "").isdigit())
    return Wrapping(
        stage=next((stage for words, stage in _STAGES.items() if words in text), None),
        host=where if where and not is_ip else None,
        ip=where if is_ip else None,
        port=port_of(dial[2]) if dial else None,
    )
