"""Every way a socket or OpenSSL can fail has a name and keeps its exact words."""

import errno
import socket
import ssl

import pytest

from delivery.smtp.fault import broken_off


@pytest.mark.parametrize(
    ("error", "fault", "text"),
    [
        (TimeoutError("timed out"), "timed-out", "timed out after 5 s waiting for the greeting"),
        (
            TimeoutError(errno.ETIMEDOUT, "Connection timed out"),
            "timed-out",
            f"[Errno {errno.ETIMEDOUT}] Connection timed out",
        ),
        (
            ConnectionRefusedError(errno.ECONNREFUSED, "Connection refused"),
            "connection-refused",
            f"[Errno {errno.ECONNREFUSED}] Connection refused",
        ),
        (ConnectionResetError(errno.ECONNRESET, "Connection reset by peer"), "reset", None),
        (BrokenPipeError(errno.EPIPE, "Broken pipe"), "reset", None),
        (OSError(errno.ENETUNREACH, "Network is unreachable"), "unreachable", None),
        (OSError(errno.EHOSTUNREACH, "No route to host"), "unreachable", None),
        (OSError(errno.EMFILE, "Too many open files"), "network", None),
        (socket.gaierror(socket.EAI_NONAME, "Name or service not known"), "name-not-found", None),
        (socket.gaierror(socket.EAI_AGAIN, "Temporary failure in name resolution"), "name-lookup-failed", None),
        (
            ssl.SSLError(1, "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)"),
            "tls-failed",
            "[SSL: WRONG_VERSION_NUMBER] wrong version number",
        ),
        (
            ssl.SSLCertVerificationError(1, "certificate verify failed: certificate has expired (_ssl.c:1006)"),
            "certificate",
            "certificate verify failed: certificate has expired",
        ),
    ],
)
def test_a_fault_has_a_name_and_its_words(error, fault, text):
    broken = broken_off(error, "after 5 s waiting for the greeting")

    assert broken.fault == fault
    assert broken.text == (text or str(error))
