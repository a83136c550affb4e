"""The conversation holds with a server that is not ours: aiosmtpd's reading of the protocol."""

import hashlib
import socket
import ssl
from collections.abc import Callable, Iterator

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from aiosmtpd.smtp import Envelope as Received

from delivery.sandbox.certificates import server_context
from delivery.smtp import Accepted, Endpoint, Failure, Refused, Secret, open_session
from delivery.smtp.body import with_crlf


class Mailbox:
    """Keeps what it gets; knows no nobody@."""

    def __init__(self) -> None:
        self.received: list[Received] = []

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  # aiosmtpd's name
        if address.startswith("nobody@"):
            return "550 5.1.1 No such user here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  # aiosmtpd's name
        self.received.append(envelope)
        return "250 Message accepted for delivery"


@pytest.fixture
def mailbox() -> Mailbox:
    """An empty mailbox."""
    return Mailbox()


@pytest.fixture
def aiosmtpd_endpoint(sandbox, mailbox) -> Iterator[Callable[..., Endpoint]]:
    """Starts aiosmtpd with STARTTLS and a login; answers with the endpoint that leads there."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]

    def check(server: SMTP, session, envelope, mechanism, credentials) -> AuthResult:
        right = credentials.login == b"ana" and credentials.password == b"stone-bridge"
        return AuthResult(success=right, handled=False)

    tls: ssl.SSLContext = server_context(sandbox.folder, "good")
    controller = Controller(
        mailbox,
        hostname="127.0.0.1",
        port=port,
        tls_context=tls,
        require_starttls=True,
        auth_required=True,
        authenticator=check,
        enable_SMTPUTF8=True,
        decode_data=False,
    )
    controller.start()

    def make(password: str = "stone-bridge") -> Endpoint:
        return Endpoint(
            host="localhost",
            port=port,
            login_method="password",
            username="ana",
            secret=Secret(password),
            ca_file=str(sandbox.ca_file),
            allow_private=True,
        )

    yield make
    controller.stop()


def test_messages_arrive_whole_and_refusals_do_not_end_the_session(
    aiosmtpd_endpoint, opened, envelope_to, nothing, mailbox
):
    content = b"Subject: dots\n\n.\n..two\nend"
    session = opened(aiosmtpd_endpoint())

    outcomes = [
        session.send(envelope_to(to, content=content), nothing)
        for to in ("ana@example.net", "nobody@example.net", "jos\u00e9@example.net")
    ]

    assert [type(outcome) for outcome in outcomes] == [Accepted, Refused, Accepted]
    assert outcomes[1].raw == "550 5.1.1 No such user here"
    assert [received.rcpt_tos for received in mailbox.received] == [["ana@example.net"], ["jos\u00e9@example.net"]]
    digests = {hashlib.sha256(received.content).hexdigest() for received in mailbox.received}
    assert digests == {hashlib.sha256(with_crlf(content)).hexdigest()}


def test_a_wrong_password_is_refused_in_its_words(aiosmtpd_endpoint):
    failure = open_session(aiosmtpd_endpoint("wrong word"))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.raw) == ("login", "535 5.7.8 Authentication credentials invalid")
