"""Python's own SMTP client, to judge the sandbox by somebody else's reading of the protocol."""

import smtplib
import ssl
from collections.abc import Callable, Iterator

import pytest

from delivery.sandbox import LISTENERS, Sandbox
from tests.delivery.conversing import endpoint_to, envelope_to, nothing, opened, sandbox, session_to

__all__ = ["endpoint_to", "envelope_to", "nothing", "opened", "sandbox", "session_to"]


class Clock:
    """A clock that a test turns."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    """The hour is 1000."""
    return Clock()


@pytest.fixture
def client_of(sandbox: Sandbox) -> Iterator[Callable[..., smtplib.SMTP]]:
    """Connects Python's client to a listener; encrypted, and logged in where a user name is given."""
    clients: list[smtplib.SMTP] = []
    context = ssl.create_default_context(cafile=str(sandbox.ca_file))

    def connect(name: str, username: str = "", password: str = "") -> smtplib.SMTP:
        if LISTENERS[name].security == "implicit":
            client: smtplib.SMTP = smtplib.SMTP_SSL("localhost", sandbox.ports[name], timeout=10, context=context)
        else:
            client = smtplib.SMTP("localhost", sandbox.ports[name], timeout=10)
        clients.append(client)
        if LISTENERS[name].security == "starttls":
            client.starttls(context=context)
        client.ehlo()
        if username:
            client.login(username, password)
        return client

    yield connect
    for client in clients:
        client.close()
