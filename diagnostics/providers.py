"""Who carries mail: recognised by host name or by the marks in a reply, with the settings they publish."""

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from diagnostics.tables import tables
from diagnostics.vocabulary import Security


@dataclass(frozen=True, kw_only=True)
class Submission:
    """One door a provider publishes for sending; `host` may hold a part in <…> that only the customer knows."""

    host: str
    port: int
    security: Security


@dataclass(frozen=True, kw_only=True)
class Provider:
    """One provider of providers.toml; that file explains the words."""

    id: str
    name: str
    hosts: tuple[str, ...]
    mx: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    submission: tuple[Submission, ...] = ()
    mechanisms: tuple[str, ...] = ()
    login: str = "any"
    password: str = "normal"
    #: The id of the house it belongs to; empty: a house of its own.
    family: str = ""
    needs_login: bool = False
    tls_before_login: bool = False
    closed_ports: tuple[int, ...] = ()
    administered: bool = False
    generic: bool = False
    docs: tuple[str, ...] = ()

    def is_kin_of(self, other: "Provider") -> bool:
        """Whether the servers of one may answer for the other."""
        return (self.family or self.id) == (other.family or other.id)

    def serves(self, host: str) -> bool:
        """Whether this host name is one of the provider's doors for sending."""
        name = host.strip().rstrip(".").lower()
        return any(pattern.search(name) for pattern in _compiled(self.hosts))

    def publishes(self, port: int | None, security: Security | None = None) -> bool:
        """Whether a door with this port (and this encryption, where given) is published."""
        return any(door.port == port and security in (None, door.security) for door in self.submission)

    def speaks_in(self, text: str) -> bool:
        """Whether a reply bears one of the provider's marks."""
        return any(pattern.search(text) for pattern in _compiled(self.marks))


@cache
def providers() -> dict[str, Provider]:
    """Return every provider by its id, in the order of the file."""
    rows = tables(Path(__file__).parent, "providers.toml", kept_as="providers")["providers.toml"]
    return {id_: _provider(id_, row) for id_, row in rows.items()}


def provider_named(id_: str | None) -> Provider | None:
    """Return the provider with this id."""
    return providers().get(id_ or "")


@lru_cache(maxsize=4096)
def provider_of_host(host: str | None) -> Provider | None:
    """Return whose door a host name is; a generic kind only when nobody else claims the name."""
    if not host:
        return None
    found = [provider for provider in providers().values() if provider.serves(host)]
    return min(found, key=lambda provider: provider.generic, default=None)


def provider_of_reply(text: str) -> Provider | None:
    """Return who speaks in a reply, by marks that only they use."""
    return next((p for p in providers().values() if not p.generic and p.speaks_in(text)), None)


@cache
def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.IGNORECASE) for pattern in patterns)


def _provider(id_: str, row: dict[str, object]) -> Provider:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    values["submission"] = tuple(Submission(**door) for door in row.get("submission", ()))  # type: ignore[attr-defined]
    return Provider(id=id_, **values)  # type: ignore[arg-type]
