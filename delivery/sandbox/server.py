"""The sandbox's listeners, one port for each thing a server can be; runs in a thread of its own."""

import asyncio
import datetime as dt
import ssl
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from delivery.sandbox.certificates import Kind, make_certificates, server_context
from delivery.sandbox.control import Control
from delivery.sandbox.conversation import Conversation
from delivery.sandbox.provider import load_provider
from delivery.sandbox.world import World
from diagnostics.vocabulary import Security

#: A message of one line is unusual, but must not end the conversation.
_LONGEST_LINE = 64 * 1024 * 1024


@dataclass(frozen=True, kw_only=True)
class Listener:
    """One port: which provider it plays, how it encrypts, and which certificate it shows."""

    provider: str
    security: Security = "starttls"
    certificate: Kind = "good"
    #: The port taken when nobody says otherwise.
    port: int


LISTENERS: Mapping[str, Listener] = {
    "office365": Listener(provider="office365", port=5870),
    "gmail": Listener(provider="gmail", port=5871),
    "company": Listener(provider="company", port=5872),
    "company-tls": Listener(provider="company", security="implicit", port=4650),
    "company-expired": Listener(provider="company", certificate="expired", port=5873),
    "company-self-signed": Listener(provider="company", certificate="self-signed", port=5874),
    "company-wrong-name": Listener(provider="company", certificate="wrong-name", port=5875),
    "company-clear": Listener(provider="company", security="none", port=2525),
}


class Sandbox:
    """A running sandbox: `ports` by listener name, `ca_file` to trust, `control_url`, and its `world`."""

    def __init__(self, folder: Path, host: str, world: World) -> None:
        self.folder = folder
        self.host = host
        self.world = world
        self.ca_file = make_certificates(folder, dt.datetime.now(dt.UTC))
        self.ports: dict[str, int] = {}
        self.control_url = ""
        self._conversations: set[asyncio.Task[None]] = set()
        self._stop = asyncio.Event()

    async def run(self, ports: Mapping[str, int], started: threading.Event) -> None:
        """Listen until `stop()`; a port of 0 takes a free one."""
        servers: list[asyncio.Server] = []
        try:
            for name, listener in LISTENERS.items():
                servers.append(await self._listen(name, listener, ports.get(name, 0)))
            started.set()
            await self._stop.wait()
        finally:
            for server in servers:
                server.close()
            for conversation in self._conversations:
                conversation.cancel()
            await asyncio.gather(*self._conversations, return_exceptions=True)

    def stop(self) -> None:
        """End `run()`; to be called in its event loop."""
        self._stop.set()

    async def _listen(self, name: str, listener: Listener, port: int) -> asyncio.Server:
        tls = server_context(self.folder, listener.certificate) if listener.security != "none" else None
        provider = load_provider(listener.provider)

        async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            task = asyncio.current_task()
            assert task is not None
            self._conversations.add(task)
            task.add_done_callback(self._conversations.discard)
            await Conversation(self.world, provider, listener.security, tls, reader, writer).serve()

        implicit: ssl.SSLContext | None = tls if listener.security == "implicit" else None
        server = await asyncio.start_server(serve, self.host, port, ssl=implicit, limit=_LONGEST_LINE)
        self.ports[name] = server.sockets[0].getsockname()[1]
        return server


@contextmanager
def running_sandbox(
    folder: Path | None = None,
    *,
    host: str = "127.0.0.1",
    ports: Mapping[str, int] | None = None,
    control_host: str = "127.0.0.1",
    control_port: int = 0,
    world: World | None = None,
) -> Iterator[Sandbox]:
    """A sandbox on free ports (or those given), stopped at the end; `folder` keeps its certificates."""
    with tempfile.TemporaryDirectory(prefix="sandbox-") as temporary:
        sandbox = Sandbox(folder or Path(temporary), host, world or World())
        loop = asyncio.new_event_loop()
        started, failed = threading.Event(), []

        def run() -> None:
            try:
                loop.run_until_complete(sandbox.run(ports or {}, started))
            except OSError as error:
                failed.append(error)
            finally:
                loop.close()
                started.set()

        thread = threading.Thread(target=run, name="sandbox-smtp", daemon=True)
        thread.start()
        started.wait()
        if failed:
            raise failed[0]
        try:
            with Control(sandbox.world, control_host, control_port, sandbox.ports, sandbox.ca_file) as control:
                sandbox.control_url = control.url
                yield sandbox
        finally:
            loop.call_soon_threadsafe(sandbox.stop)
            thread.join()
