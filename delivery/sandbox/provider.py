"""A provider the sandbox plays: its exact replies, its limits, and the faults it can show; one TOML file each."""

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from diagnostics.vocabulary import Stage

Action = Literal["refuse", "greylist", "slow", "late", "drop", "vanish", "silence", "goodbye"]
_FOLDER = Path(__file__).parent / "providers"
PROVIDERS = ("office365", "gmail", "company")
WORKING = "working"


@dataclass(frozen=True, kw_only=True)
class Behaviour:
    """One fault: at which stage, what happens there, and the reply where it is refused."""

    at: Stage
    action: Action = "refuse"
    reply: str = ""


@dataclass(frozen=True, kw_only=True)
class Provider:
    """A provider as its file tells it; limits of 0 are none."""

    name: str
    server: str
    mechanisms: tuple[str, ...]
    capabilities: tuple[str, ...]
    max_size: int
    login_required: bool
    max_connections: int = 0
    per_minute: int = 0
    logins_per_minute: int = 0
    lock_after: int = 0
    sender_must_be_login: bool = False
    replies: dict[str, str] = field(repr=False)
    #: What can be wrong with an account.
    modes: dict[str, Behaviour] = field(repr=False)
    #: What can be wrong with a recipient, by the first word of the local part.
    recipients: dict[str, Behaviour] = field(repr=False)


@cache
def load_provider(name: str) -> Provider:
    """Read a provider's file and the faults that all providers share; ValueError for one nobody plays."""
    if name not in PROVIDERS:
        raise ValueError(f"no provider {name}")
    common = tomllib.loads((_FOLDER / "common.toml").read_text())
    own: dict[str, Any] = tomllib.loads((_FOLDER / f"{name}.toml").read_text())
    for kind in ("modes", "recipients"):
        told = common.get(kind, {}) | own.get(kind, {})
        own[kind] = {word: Behaviour(**behaviour) for word, behaviour in told.items()}
    own["mechanisms"], own["capabilities"] = tuple(own["mechanisms"]), tuple(own["capabilities"])
    return Provider(name=name, **own)


def recipient_word(address: str) -> str:
    """The word in an address that chooses a fault: "unknown" of "unknown.maria+2@example.com"."""
    local = address.rpartition("@")[0].lower()
    for separator in "+.-_":
        local = local.partition(separator)[0]
    return local.rstrip("0123456789")
