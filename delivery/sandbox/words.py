"""The parts of a provider's replies that change from one to the next: server names, times, ids."""

import datetime as dt
from email.utils import format_datetime
from hashlib import sha256

from delivery.sandbox.provider import Provider


class Words:
    """Fills a provider's replies for one connection."""

    def __init__(self, provider: Provider, connection: int, client: str) -> None:
        self._provider = provider
        self._client = client
        self._said = 0
        self._seed = sha256(f"{provider.name} {connection}".encode()).hexdigest()
        self._server = provider.server.format(machine=f"{connection % 64 + 1:04d}")

    def fill(self, template: str, **more: str) -> list[str]:
        """The reply as lines, its placeholders filled; each call has its own time and ids."""
        self._said += 1
        now = dt.datetime.now(dt.UTC)
        seed = sha256(f"{self._seed} {self._said}".encode()).hexdigest()
        session = f"08DE{self._seed[:12].upper()}"
        words = {
            "server": self._server,
            "client": self._client,
            "session": session,
            "date": format_datetime(now),
            "epoch": str(int(now.timestamp())),
            "trailer": f"[{self._server} {now:%Y-%m-%dT%H:%M:%S}.{now.microsecond // 1000:03d}Z {session}]",
            "mailbox_server": f"SB1PR01MB{int(seed[:4], 16) % 9000 + 1000}.sbxprd01.prod.outlook.com",
            "gsmtp": f"{self._seed[:13]}-{seed[:11]}sm{int(seed[11:17], 16)}.{self._said} - gsmtp",
            "gcdp": f"{self._seed[:13]}-{seed[:11]}sm{int(seed[11:17], 16)}.{self._said} - gcdp",
            "queue_id": seed[:10].upper(),
        }
        return template.format_map(words | more).split("\n")
