"""The socket of one session: whole replies in, commands out, every wait limited, nothing unbounded."""

import base64
import contextlib
import re
import select
import socket
import ssl
import time

from delivery.smtp.endpoint import TimeLimits
from delivery.smtp.fault import BrokenOffError, broken_off
from delivery.smtp.reply import Reply, as_text, read_line
from delivery.smtp.transcript import Recorder
from diagnostics.vocabulary import Stage

#: RFC 5321 §4.5.3.1.5 allows 512 octets a reply line; real servers write more, hostile ones without end.
MAX_LINE = 8_192
MAX_REPLY_LINES = 200
BLOCK = 65_536
#: A reply as nearly all are: one line of printable ASCII.
_PLAIN_REPLY = re.compile(rb"([2-5][0-9][0-9])(?: [\t -~]{0,2000})?\r?\n")
MASK = "********"
#: Masking shorter secrets inside a server's words would blot out ordinary text.
_SHORTEST_SECRET = 4


class Wire:
    """Reads replies and writes bytes within time limits; raises BrokenOffError when the conversation cannot go on."""

    def __init__(self, connection: socket.socket, limits: TimeLimits, recorder: Recorder, *, until: float) -> None:
        self.limits = limits
        self.recorder = recorder
        self.stage: Stage = "connect"
        self._socket = connection
        self._patience: float | None = None
        self._received = bytearray()
        self._secrets: tuple[str, ...] = ()
        self._until = until
        self._whole = limits.opening

    def start_clock(self, whole: float) -> None:
        """Begin a new span of work which has `whole` seconds in all."""
        self._whole = whole
        self._until = time.monotonic() + whole

    def keep_secret(self, secret: str) -> None:
        """Mask this secret, in all forms it can have on the wire, in everything read or written down from now on."""
        forms = (secret, base64.b64encode(secret.encode()).decode())
        self._secrets += tuple(form for form in forms if len(form) >= _SHORTEST_SECRET)

    def secure(self, context: ssl.SSLContext, host: str) -> tuple[str, str]:
        """Turn to TLS and answer with its version and cipher."""
        if self._received:
            # Words sent in the clear must not be taken for words sent under TLS (RFC 3207 §6).
            raise BrokenOffError("protocol", "Protocol error: the server sent data before the TLS handshake")
        limit = self._limited(self.limits.tls)
        try:
            self._socket.settimeout(limit)
            self._patience = None
            wrapped = context.wrap_socket(self._socket, server_hostname=host)
        except OSError as error:
            raise broken_off(error, f"after {limit:g} s waiting for the TLS handshake") from None
        except ValueError as error:
            raise BrokenOffError("tls-failed", str(error)) from None
        self._socket = wrapped
        version, cipher = wrapped.version() or "", (wrapped.cipher() or ("",))[0]
        self.recorder.note("note", "tls", f"encrypted with {version} ({cipher})")
        return version, cipher

    @property
    def own_address(self) -> tuple[str, bool]:
        """The IP address of our end, and whether it is an IPv6 one."""
        return self._socket.getsockname()[0], self._socket.family == socket.AF_INET6

    def say(self, command: str, shown: str | None = None) -> None:
        """Write one command line; `shown` is what the transcript gets where the command holds a secret."""
        self.write(command.encode() + b"\r\n", [(self.stage, command if shown is None else shown)])

    def write(self, data: bytes | memoryview, shown: list[tuple[Stage, str]]) -> None:
        """Write bytes in blocks, each within its limit; `shown` are the lines for the transcript."""
        for stage, text in shown:
            self.recorder.note("client", stage, self._masked(text))
        view = memoryview(data)
        for start in range(0, len(view), BLOCK):
            limit = self._limited(self.limits.block)
            try:
                self._wait_at_most(limit)
                self._socket.sendall(view[start : start + BLOCK])
            except OSError as error:
                raise broken_off(error, f"after {limit:g} s writing to the server") from None

    def read_reply(self, limit: float, waiting_for: str) -> Reply:
        """The next complete reply, however many lines it has; `limit` holds for all of it."""
        left = self._limited(limit)
        until = time.monotonic() + left
        if not self._received:
            self._receive(left, f"after {limit:g} s waiting for {waiting_for}")
        if plain := _PLAIN_REPLY.match(self._received):
            # What was found is read before the bytes it stands in are taken away.
            code, text = int(plain[1]), self._masked(plain[0].decode("ascii").rstrip("\r\n"))
            del self._received[: plain.end()]
            self.recorder.note("server", self.stage, text)
            return Reply(code=code, raw_lines=(text,))
        lines: list[str] = []
        while True:
            text = self._masked(as_text(self._read_line(until, limit, waiting_for)))
            self.recorder.note("server", self.stage, text)
            read = read_line(text)
            if read is None:
                raise BrokenOffError("protocol", f"Protocol error: the server's answer is no SMTP reply: {text[:200]}")
            lines.append(text)
            code, last = read
            if last:
                return Reply(code=code, raw_lines=tuple(lines))
            if len(lines) >= MAX_REPLY_LINES:
                raise BrokenOffError(
                    "protocol", f"Protocol error: the server's reply has more than {MAX_REPLY_LINES} lines"
                )

    def has_more(self) -> bool:
        """Whether the server has said something, or closed the connection, before it was its turn."""
        if self._received:
            return True
        if not self._is_readable():
            return False
        try:
            self._wait_at_most(0)
            heard = self._socket.recv(BLOCK)
        except (BlockingIOError, ssl.SSLWantReadError):
            # With TLS 1.3 a session ticket makes the socket readable although nothing was said.
            return False
        except OSError as error:
            raise broken_off(error, "") from None
        if not heard:
            raise BrokenOffError("closed", "Connection unexpectedly closed by the server")
        self._received += heard
        return True

    def close(self) -> None:
        """Close the socket without a word."""
        self._socket.close()

    def break_off(self) -> None:
        """Make every read and write fail, also one that another thread waits in."""
        with contextlib.suppress(OSError):
            # The plain socket's own method: TLS would take its state away from under the other thread.
            socket.socket.shutdown(self._socket, socket.SHUT_RDWR)

    def _limited(self, limit: float) -> float:
        left = self._until - time.monotonic()
        if left <= 0:
            raise BrokenOffError("timed-out", f"timed out after {self._whole:g} s in all")
        return min(limit, left)

    def _wait_at_most(self, limit: float) -> None:
        # Setting it costs a system call, so one that is nearly right stays.
        if self._patience is None or not 0.9 * limit <= self._patience <= 1.01 * limit:
            self._socket.settimeout(limit)
            self._patience = limit

    def _is_readable(self) -> bool:
        if isinstance(self._socket, ssl.SSLSocket) and self._socket.pending():
            return True
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(0))

    def _read_line(self, until: float, limit: float, waiting_for: str) -> bytes:
        searched = 0
        while (end := self._received.find(b"\n", searched, MAX_LINE)) < 0:
            searched = len(self._received)
            if searched >= MAX_LINE:
                self.recorder.note("server", self.stage, as_text(bytes(self._received[:MAX_LINE])))
                raise BrokenOffError(
                    "protocol", f"Protocol error: the server's reply line is longer than {MAX_LINE} bytes"
                )
            left = until - time.monotonic()
            if left <= 0:
                raise BrokenOffError("timed-out", f"timed out after {limit:g} s waiting for {waiting_for}")
            self._receive(left, f"after {limit:g} s waiting for {waiting_for}")
        line = bytes(self._received[:end])
        del self._received[: end + 1]
        return line.removesuffix(b"\r")

    def _receive(self, limit: float, doing: str) -> None:
        try:
            self._wait_at_most(limit)
            heard = self._socket.recv(BLOCK)
        except OSError as error:
            raise broken_off(error, doing) from None
        if not heard:
            raise BrokenOffError(
                "closed", f"Connection unexpectedly closed while waiting{doing.partition('waiting')[2]}"
            )
        self._received += heard

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return text
