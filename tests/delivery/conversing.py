"""For the tests of both ends of a conversation: a sandbox, endpoints that lead there, sessions closed at the end."""

from collections.abc import Callable, Iterator

import pytest

from delivery.sandbox import LISTENERS, Sandbox
from delivery.smtp import Endpoint, Envelope, Secret, Session, TimeLimits, open_session

CONTENT = b"From: invoices@example.com\r\nMessage-ID: <1@example.com>\r\nSubject: Hello\r\n\r\nHello.\r\n"
USERS = {"office365": "invoices@example.com", "gmail": "shop@example.org", "company": "noreply@example.net"}
EndpointTo = Callable[..., Endpoint]


@pytest.fixture
def sandbox(running_once: Sandbox) -> Sandbox:
    """The sandbox, all forgotten and mended."""
    running_once.world.reset()
    return running_once


@pytest.fixture
def endpoint_to(sandbox: Sandbox) -> EndpointTo:
    """Makes the endpoint of a listener, with its first account unless something else is wanted."""
    accounts = {account["username"]: account for account in sandbox.world.accounts()}

    def make(name: str, **changed: object) -> Endpoint:
        listener = LISTENERS[name]
        username = USERS[listener.provider]
        usual = {
            "host": "localhost",
            "port": sandbox.ports[name],
            "security": listener.security,
            "login_method": "password",
            "username": username,
            "secret": Secret(accounts[username]["password"]),
            "ca_file": str(sandbox.ca_file),
            "allow_private": True,
            "limits": TimeLimits(greeting=5, tls=5, login=5, command=5, body=5, opening=10, message=10),
        }
        return Endpoint(**(usual | changed))  # type: ignore[arg-type]

    return make


@pytest.fixture
def opened() -> Iterator[Callable[[Endpoint], Session]]:
    """Opens a session which is closed at the end."""
    sessions: list[Session] = []

    def make(endpoint: Endpoint) -> Session:
        session = open_session(endpoint)
        assert isinstance(session, Session), session
        sessions.append(session)
        return session

    yield make
    for session in sessions:
        session.close()


@pytest.fixture
def session_to(endpoint_to: EndpointTo, opened: Callable[[Endpoint], Session]) -> Callable[..., Session]:
    """Opens a session with a listener of the sandbox."""
    return lambda name, **changed: opened(endpoint_to(name, **changed))


@pytest.fixture
def envelope_to() -> Callable[..., Envelope]:
    """Makes an envelope to a recipient."""

    def make(recipient: str, *, sender: str = "invoices@example.com", content: bytes = CONTENT) -> Envelope:
        return Envelope(sender=sender, recipient=recipient, content=content)

    return make


@pytest.fixture
def nothing() -> Callable[[], None]:
    """For who does not want to know when the message was handed over."""
    return lambda: None
