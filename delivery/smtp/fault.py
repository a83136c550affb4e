"""From what the operating system or OpenSSL throws to a named fault with its exact words."""

import errno as numbers
import re
import socket
import ssl

from delivery.smtp.outcome import Fault
from delivery.smtp.reply import Reply

_SOURCE_POSITION = re.compile(r" ?\(?_ssl\.c:[0-9]+\)?:? ?")
_UNREACHABLE = {numbers.ENETUNREACH, numbers.EHOSTUNREACH, numbers.EADDRNOTAVAIL, numbers.ENETDOWN, numbers.EHOSTDOWN}


class BrokenOffError(Exception):
    """The conversation cannot go on; carried inside this package only, its edge turns it into a value."""

    def __init__(self, fault: Fault, text: str, errno: int | None = None) -> None:
        super().__init__(text)
        self.fault: Fault = fault
        self.text = text
        self.errno = errno


class TurnedAwayError(Exception):
    """The server refused to open a session; carried inside this package only."""

    def __init__(self, reply: Reply, before: tuple[str, ...] = ()) -> None:
        super().__init__(reply.code)
        self.reply = reply
        self.before = before


def broken_off(error: OSError, doing: str) -> BrokenOffError:
    """The fault behind a socket's or OpenSSL's exception; `doing` says what a time-out was waiting for."""
    text = _SOURCE_POSITION.sub("", str(error)).strip()
    if isinstance(error, TimeoutError):
        # ETIMEDOUT is the network's own verdict and has its words; our limit has none but ours.
        return BrokenOffError("timed-out", text if error.errno else f"timed out {doing}", error.errno)
    return BrokenOffError(_kind(error), text, error.errno)


def _kind(error: OSError) -> Fault:
    if isinstance(error, ssl.SSLCertVerificationError):
        return "certificate"
    if isinstance(error, ssl.SSLError):
        return "tls-failed"
    if isinstance(error, socket.gaierror):
        absent = {socket.EAI_NONAME, getattr(socket, "EAI_NODATA", socket.EAI_NONAME)}
        return "name-not-found" if error.errno in absent else "name-lookup-failed"
    if isinstance(error, ConnectionRefusedError):
        return "connection-refused"
    if isinstance(error, ConnectionError):
        return "reset"
    return "unreachable" if error.errno in _UNREACHABLE else "network"
