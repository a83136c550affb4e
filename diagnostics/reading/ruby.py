"""Ruby's Net::SMTP, and Rails above it."""

import re

from diagnostics.reading.wrapping import Wrapping, port_of
from diagnostics.vocabulary import Stage

MARKS = (r"Net::(?:SMTP|OpenTimeout|ReadTimeout)\w*|OpenSSL::SSL::SSLError|Errno::E[A-Z]+|SocketError \(",)
_CLASS = re.compile(
    r"\b(Net::(?:SMTP|Open|Read)[A-Za-z]{3,30}|OpenSSL::SSL::SSLError|Errno::E[A-Z]{3,20}|SocketError)\b"
)
_WHERE = re.compile(r"connect\(2\) for \"?([A-Za-z0-9._:-]{1,253}?)\"? port (\d{1,5})")
_STAGES: dict[str, Stage] = {
    "Net::SMTPAuthenticationError": "login",
    "OpenSSL::SSL::SSLError": "tls",
    "Errno::ECONNREFUSED": "connect",
    "Net::OpenTimeout": "connect",
    "SocketError": "dns",
}


def read(text: str) -> Wrapping:
    """Name the exception class and the machine it was about."""
    name, where = _CLASS.search(text), _WHERE.search(text)
    return Wrapping(
        status_name=name[1] if name else None,
        stage=_STAGES.get(name[1]) if name else None,
        host=where[1] if where and not where[1].replace(".", "").isdigit() else None,
        ip=where[1] if where and where[1].replace(".", "").isdigit() else None,
        port=port_of(where[2]) if where else None,
    )
