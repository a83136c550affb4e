"""How a conversation waits for its socket: by itself, or together with others on one thread (sending/switchboard.py).

The socket never blocks: whoever wants to read or write tries it first, and waits only when there was nothing to do.
"""

import math
import select
import socket
from typing import Protocol


class Waiting(Protocol):
    """Both answer True when it is worth another try, False when the time (seconds) is up."""

    def readable(self, connection: socket.socket, seconds: float) -> bool:
        """Wait for something to read, or for the end of the connection."""

    def writable(self, connection: socket.socket, seconds: float) -> bool:
        """Wait for room to write, or for the end of the connection."""


class Alone:
    """The calling thread does nothing else meanwhile."""

    def readable(self, connection: socket.socket, seconds: float) -> bool:
        """Wait for something to read."""
        return _poll(connection, select.POLLIN, seconds)

    def writable(self, connection: socket.socket, seconds: float) -> bool:
        """Wait for room to write."""
        return _poll(connection, select.POLLOUT, seconds)


def _poll(connection: socket.socket, events: int, seconds: float) -> bool:
    waiting = select.poll()
    waiting.register(connection, events)
    return bool(waiting.poll(math.ceil(max(seconds, 0) * 1000)))


ALONE = Alone()
