"""The sandbox's end of one connection: lines in, a provider's replies out, and the rude ways to stop."""

import asyncio
import contextlib
import ssl

from delivery.sandbox.provider import Provider
from delivery.sandbox.words import Words
from delivery.sandbox.world import World

#: How often a waiting server looks whether it may go on, or whether anybody still waits for it.
_LOOK_SECONDS = 0.05
#: What reading and writing may raise when the client has gone or talks nonsense.
GONE = (ConnectionError, ssl.SSLError, asyncio.IncompleteReadError, asyncio.LimitOverrunError)


class ConversationOverError(Exception):
    """The server has hung up."""


class Channel:
    """Reads and writes lines; while the world is frozen nothing is said."""

    def __init__(
        self, world: World, provider: Provider, number: int, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        self._world = world
        self._provider = provider
        self._reader = reader
        self._writer = writer
        self._words = Words(provider, number, writer.get_extra_info("peername")[0])

    def filled(self, template: str, **more: str) -> list[str]:
        """A reply's lines with this connection's names, times and ids."""
        return self._words.fill(template, **more)

    async def say(self, reply: str, **more: str) -> None:
        """Say one of the provider's replies by its name."""
        await self.write(self.filled(self._provider.replies[reply], **more))

    async def write(self, lines: list[str]) -> None:
        """Write lines; a 421 is a goodbye."""
        while self._world.knobs.frozen:
            await self.pause(_LOOK_SECONDS)
        self._writer.write("".join(f"{line}\r\n" for line in lines).encode())
        await self._writer.drain()
        if lines[-1].startswith("421"):
            raise ConversationOverError

    async def line(self) -> str:
        """The next command."""
        return (await self._reader.readuntil(b"\n")).rstrip(b"\r\n").decode(errors="replace")

    async def ask(self, question: str) -> str:
        """Write a line and read the answer."""
        await self.write([question])
        return await self.line()

    async def message(self) -> bytes:
        """A message up to its final dot, without its dot-stuffing."""
        lines: list[bytes] = []
        while (line := await self._reader.readuntil(b"\n")) != b".\r\n":
            lines.append(line[1:] if line.startswith(b".") else line)
        return b"".join(lines)

    async def start_tls(self, context: ssl.SSLContext) -> None:
        """Turn to TLS."""
        await self._writer.start_tls(context)

    async def pause(self, seconds: float) -> None:
        """Wait; but no longer than the client does."""
        until = asyncio.get_running_loop().time() + seconds
        while (left := until - asyncio.get_running_loop().time()) > 0:
            if self._reader.at_eof():
                raise ConversationOverError
            await asyncio.sleep(min(left, _LOOK_SECONDS))

    async def keep_silent(self) -> None:
        """Neither answer nor hang up, until the client loses patience."""
        while await self._reader.read(65_536):
            pass
        raise ConversationOverError

    def break_off(self) -> None:
        """Hang up without a word."""
        self._writer.transport.abort()
        raise ConversationOverError

    async def close(self) -> None:
        """Close the connection."""
        self._writer.close()
        with contextlib.suppress(OSError):
            await self._writer.wait_closed()
