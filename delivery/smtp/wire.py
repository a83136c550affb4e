"""The socket of one session: whole replies in, commands out, every wait limited, nothing unbounded."""

import base64
import contextlib
import re
import socket
import ssl
import time
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from delivery.smtp.endpoint import TimeLimits
from delivery.smtp.fault import BrokenOffError, broken_off
from delivery.smtp.reply import Reply, as_text, read_line
from delivery.smtp.transcript import Recorder
from delivery.smtp.waiting import ALONE, Waiting
from diagnostics.vocabulary import Stage

#: RFC 5321 §4.5.3.1.5 allows 512 octets a reply line; real servers write more, hostile ones without end.
MAX_LINE = 8_192
MAX_REPLY_LINES = 200
BLOCK = 65_536
#: A reply as nearly all are: one line of printable ASCII.
_PLAIN_REPLY = re.compile(rb"(([2-5][0-9][0-9])(?: [\t -~]{0,2000})?)\r?\n")
MASK = "********"
#: Masking shorter secrets inside a server's words would blot out ordinary text.
_SHORTEST_SECRET = 4
#: What may be a piece of an encoded secret: servers cut and wrap the commands that they quote.
_ENCODED = re.compile(r"[A-Za-z0-9+/]{8,}")
_Done = TypeVar("_Done")


class Wire:
    """Reads replies and writes bytes within time limits; raises BrokenOffError when the conversation cannot go on."""

    def __init__(self, connection: socket.socket, limits: TimeLimits, recorder: Recorder, *, until: float) -> None:
        self.limits = limits
        self.recorder = recorder
        self.stage: Stage = "connect"
        self.waiting: Waiting = ALONE
        connection.setblocking(False)
        self._socket = connection
        self._received = bytearray()
        self._secrets: tuple[str, ...] = ()
        self._encoded: tuple[str, ...] = ()
        self._until = until
        self._whole = limits.opening

    def start_clock(self, whole: float) -> None:
        """Begin a new span of work which has `whole` seconds in all."""
        self._whole = whole
        self._until = time.monotonic() + whole

    def keep_secret(self, secret: str) -> None:
        """Mask this secret, in all forms it can have on the wire, in everything read or written down from now on."""
        encoded = base64.b64encode(secret.encode()).decode()
        self._secrets += tuple(form for form in (secret, encoded) if len(form) >= _SHORTEST_SECRET)
        self._encoded += (encoded.lower(),)

    def secure(self, context: ssl.SSLContext, host: str) -> tuple[str, str]:
        """Turn to TLS and answer with its version and cipher."""
        if self._received:
            # Words sent in the clear must not be taken for words sent under TLS (RFC 3207 §6).
            raise BrokenOffError("protocol", "Protocol error: the server sent data before the TLS handshake")
        limit = self._limited(self.limits.tls)
        until = time.monotonic() + limit
        try:
            wrapped = context.wrap_socket(self._socket, server_hostname=host, do_handshake_on_connect=False)
        except OSError as error:
            raise broken_off(error, "") from None
        except ValueError as error:
            raise BrokenOffError("tls-failed", str(error)) from None
        self._socket = wrapped
        self._in_time(wrapped.do_handshake, until, f"after {limit:g} s waiting for the TLS handshake")
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
            block = view[start : start + BLOCK]
            limit = self._limited(self.limits.block)
            until = time.monotonic() + limit
            while block:
                send = partial(self._socket.send, block)
                sent = self._in_time(send, until, f"after {limit:g} s writing to the server", writes=True)
                block = block[sent:]

    def read_reply(self, limit: float, waiting_for: str) -> Reply:
        """The next complete reply, however many lines it has; `limit` holds for all of it."""
        until = time.monotonic() + self._limited(limit)
        if not self._received:
            self._receive(until, f"after {limit:g} s waiting for {waiting_for}")
        if plain := _PLAIN_REPLY.match(self._received):
            # What was found is read before the bytes it stands in are taken away.
            line, code = plain.groups()
            del self._received[: plain.end()]
            text = self._masked(line.decode("ascii"))
            self.recorder.note("server", self.stage, text)
            return Reply(code=int(code), raw_lines=(text,))
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
        try:
            heard = self._socket.recv(BLOCK)
        except (BlockingIOError, ssl.SSLWantReadError):
            return False
        except OSError as error:
            raise broken_off(error, "") from None
        if not heard:
            raise BrokenOffError("closed", "Connection unexpectedly closed by the server")
        self._received += heard
        return True

    def fileno(self) -> int:
        """The socket's number; -1 when it is closed."""
        return self._socket.fileno()

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

    def _read_line(self, until: float, limit: float, waiting_for: str) -> bytes:
        searched = 0
        while (end := self._received.find(b"\n", searched, MAX_LINE)) < 0:
            searched = len(self._received)
            if searched >= MAX_LINE:
                self.recorder.note("server", self.stage, self._masked(as_text(bytes(self._received[:MAX_LINE]))))
                raise BrokenOffError(
                    "protocol", f"Protocol error: the server's reply line is longer than {MAX_LINE} bytes"
                )
            self._receive(until, f"after {limit:g} s waiting for {waiting_for}")
        line = bytes(self._received[:end])
        del self._received[: end + 1]
        return line.removesuffix(b"\r")

    def _receive(self, until: float, doing: str) -> None:
        heard = self._in_time(partial(self._socket.recv, BLOCK), until, doing)
        if not heard:
            raise BrokenOffError(
                "closed", f"Connection unexpectedly closed while waiting{doing.partition('waiting')[2]}"
            )
        self._received += heard

    def _in_time(self, act: Callable[[], _Done], until: float, doing: str, *, writes: bool = False) -> _Done:
        """Do what the socket may not be ready for, waiting for it until then; `doing` says what a time-out waited for."""
        while True:
            try:
                return act()
            except (BlockingIOError, ssl.SSLWantReadError, ssl.SSLWantWriteError) as not_ready:
                # TLS may have to write before it can read, and the other way round.
                wants = (
                    writes if isinstance(not_ready, BlockingIOError) else isinstance(not_ready, ssl.SSLWantWriteError)
                )
            except OSError as error:
                raise broken_off(error, doing) from None
            wait = self.waiting.writable if wants else self.waiting.readable
            left = until - time.monotonic()
            if left <= 0 or not wait(self._socket, left):
                raise BrokenOffError("timed-out", f"timed out {doing}")

    def _masked(self, text: str) -> str:
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return _ENCODED.sub(self._unless_a_piece, text) if self.stage == "login" and self._encoded else text

    def _unless_a_piece(self, run: re.Match[str]) -> str:
        piece = run[0].lower()
        return MASK if any(piece in encoded for encoded in self._encoded) else run[0]
