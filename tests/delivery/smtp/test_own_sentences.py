"""What our own conversation says where no server answered is explained like any server's words."""

from typing import get_args

import pytest

from delivery.smtp.outcome import Fault
from diagnostics.diagnose import diagnose

#: Each kind of fault in the words this package (or the system beneath it) writes, and what explains it.
SENTENCES: list[tuple[Fault, str, str]] = [
    ("name-not-found", "[Errno -2] Name or service not known", "host-name-not-found"),
    ("name-not-found", "Name or service not known: 'bad..example.com' is no host name (label empty)", "host-name-not-found"),
    ("name-lookup-failed", "[Errno -3] Temporary failure in name resolution", "host-name-not-found"),
    (
        "private-address",
        "connecting to 10.0.0.25, fd00::25 is not allowed: mail.example.com leads into a private network",
        "private-address",
    ),
    ("connection-refused", "[Errno 111] Connection refused", "connection-refused"),
    ("unreachable", "[Errno 101] Network is unreachable", "no-route-to-host"),
    ("unreachable", "[Errno 113] No route to host", "no-route-to-host"),
    ("unreachable", "the name has no address", "host-name-not-found"),
    ("timed-out", "timed out after 10 s waiting for the connection", "connection-timed-out"),
    ("timed-out", "timed out after 30 s waiting for the greeting", "connection-timed-out"),
    ("timed-out", "timed out after 60 s in all", "connection-timed-out"),
    ("timed-out", "timed out after 5 s looking up mail.example.com", "host-name-not-found"),
    ("timed-out", "[Errno 110] Connection timed out", "connection-timed-out"),
    ("reset", "[Errno 104] Connection reset by peer", "connection-dropped"),
    ("closed", "Connection unexpectedly closed by the server", "connection-dropped"),
    ("closed", "Connection unexpectedly closed while waiting for the answer to RCPT TO", "connection-dropped"),
    ("network", "[Errno 5] Input/output error", "connection-dropped"),
    (
        "certificate",
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired",
        "certificate-expired",
    ),
    (
        "certificate",
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: self-signed certificate",
        "certificate-not-trusted",
    ),
    ("tls-failed", "[SSL: WRONG_VERSION_NUMBER] wrong version number", "tls-mode-mismatch"),
    (
        "tls-failed",
        "certificate verify failed: the file of trusted authorities cannot be read: [Errno 2] No such file or directory",
        "certificate-not-trusted",
    ),
    ("starttls-not-offered", "STARTTLS extension not supported by server.", "starttls-not-offered"),
    ("mechanism-not-offered", "SMTP AUTH extension not supported by server.", "auth-mechanism-unsupported"),
    (
        "mechanism-not-offered",
        "No suitable authentication method found: the server offers XOAUTH2, we have PLAIN LOGIN.",
        "auth-mechanism-unsupported",
    ),
    ("bad-login", "Missing credentials: the account has no user name or no password", "not-authenticated"),
    (
        "bad-login",
        "the user name or the password holds a line break or another control character",
        "bad-credentials",
    ),
    ("protocol", "Protocol error: the server's answer is no SMTP reply: HTTP/1.1 400 Bad Request", "no-smtp-service-here"),
    ("protocol", "Protocol error: the server's reply has more than 200 lines", "no-smtp-service-here"),
    ("protocol", "Protocol error: the server sent data before the TLS handshake", "handshake-failed"),
    ("bad-address", "bad address syntax: 'a b@example.com' holds a character that no SMTP command can carry", "address-not-well-formed"),
    ("too-large", "message too large: it has 40000000 bytes, the server takes at most 26214400 (SIZE)", "message-too-large"),
    (
        "smtputf8-not-offered",
        "the address jos\u00e9@example.com needs SMTPUTF8, which the server does not offer",
        "malformed-message",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "code"), [row[1:] for row in SENTENCES], ids=[row[1][:60] for row in SENTENCES])
def test_it_is_explained(text: str, code: str) -> None:
    assert diagnose(text).code == code


def test_no_kind_of_fault_is_left_out() -> None:
    assert {fault for fault, _, _ in SENTENCES} == set(get_args(Fault))
