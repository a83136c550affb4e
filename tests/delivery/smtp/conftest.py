"""Tiny servers that misbehave as a test says."""

import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator

import pytest

from delivery.smtp import Endpoint, TimeLimits
from tests.delivery.conversing import endpoint_to, envelope_to, nothing, opened, sandbox, session_to

__all__ = ["endpoint_to", "envelope_to", "nothing", "opened", "sandbox", "session_to"]


class Peer:
    """The server's end of a connection, for a test that says itself what the server does."""

    def __init__(self, connection: socket.socket) -> None:
        self.connection = connection
        self.heard: list[str] = []
        self._file = connection.makefile("rb")

    def say(self, *lines: str) -> None:
        """Write these lines."""
        self.connection.sendall("".join(f"{line}\r\n" for line in lines).encode())

    def hear(self, count: int = 1) -> str:
        """Read some lines; answers with the last."""
        for _ in range(count):
            self.heard.append(self._file.readline().decode().rstrip("\r\n"))
        return self.heard[-1]

    def hear_body(self) -> bytes:
        """Read a message up to its final dot."""
        lines: list[bytes] = []
        while (line := self._file.readline()) not in (b".\r\n", b""):
            lines.append(line)
        return b"".join(lines)

    def greet(self, *capabilities: str) -> None:
        """Say the greeting and answer EHLO."""
        self.say("220 tiny ESMTP")
        self.hear()
        lines = ["tiny", *capabilities]
        self.say(*(f"250-{line}" for line in lines[:-1]), f"250 {lines[-1]}")

    def reset(self) -> None:
        """Break the connection off, as a dying server does."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.hang_up()

    def hang_up(self) -> None:
        """Close the connection."""
        self._file.close()
        self.connection.close()


@pytest.fixture
def tiny_server() -> Iterator[Callable[..., Endpoint]]:
    """Starts a server that does with each connection what the test says; answers with the endpoint that leads there."""
    listeners: list[socket.socket] = []
    threads: list[threading.Thread] = []

    def start(serve: Callable[[Peer], None], **changed: object) -> Endpoint:
        listener = socket.create_server(("127.0.0.1", 0))
        listeners.append(listener)

        def run() -> None:
            with contextlib.suppress(OSError):
                connection, _ = listener.accept()
                peer = Peer(connection)
                with contextlib.suppress(OSError, ValueError):
                    serve(peer)
                peer.hang_up()

        threads.append(threading.Thread(target=run, daemon=True))
        threads[-1].start()
        usual = {
            "host": "127.0.0.1",
            "port": listener.getsockname()[1],
            "security": "none",
            "allow_private": True,
            "limits": TimeLimits(greeting=5, command=5, body=5, opening=10, message=10, farewell=0.1),
        }
        return Endpoint(**(usual | changed))

    yield start
    for listener in listeners:
        # A thread that still waits in accept() is woken by this; closing alone would leave it there.
        with contextlib.suppress(OSError):
            listener.shutdown(socket.SHUT_RDWR)
        listener.close()
    for thread in threads:
        thread.join(timeout=5)
        assert not thread.is_alive()
