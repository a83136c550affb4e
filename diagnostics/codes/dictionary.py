"""Look up what a code means in itself, in words of our own, when nothing better is known."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path, PurePath
from typing import Any

from diagnostics.tables import tables
from diagnostics.vocabulary import Advice, Category, Language, Party


@dataclass(frozen=True, kw_only=True)
class DotnetStatus:
    """One member of System.Net.Mail.SmtpStatusCode; `code` None where .NET made the status up itself."""

    name: str
    code: int | None
    says: tuple[str, ...]
    means: dict[Language, str]


def _load(name: str) -> dict[str, Any]:
    return tables(Path(__file__).parent, name, kept_as=PurePath(name).stem)[name]


@cache
def dotnet_statuses() -> dict[str, DotnetStatus]:
    """Return every status that .NET names, by its name."""
    return {
        name: DotnetStatus(name=name, code=row.get("code"), says=tuple(row["says"]), means=row["means"])
        for name, row in _load("dotnet.toml").items()
    }


def dotnet_code(name: str | None) -> int | None:
    """Return the reply digits behind a .NET status name, which .NET itself leaves out of its text."""
    status = dotnet_statuses().get(name or "")
    return status.code if status else None


def dotnet_name_of(sentence: str | None) -> str | None:
    """Return the status name that belongs to one of .NET's fixed sentences; None where two statuses share it."""
    if not sentence:
        return None
    said = _plain(sentence)
    return next((s.name for s in dotnet_statuses().values() if any(_plain(own) in said for own in s.says)), None)


def _plain(sentence: str) -> str:
    return " ".join(sentence.lower().replace("’", "'").split()).rstrip(".")


@dataclass(frozen=True, kw_only=True)
class Meaning:
    """What a code says in itself; `category` and the rest are what remains when nobody said more."""

    code: str
    title: dict[Language, str]
    meaning: dict[Language, str]
    category: Category
    party: Party
    advice: Advice


@cache
def _enhanced() -> dict[str, Meaning]:
    return _meanings("enhanced.toml")


@cache
def _basic() -> dict[str, Meaning]:
    return _meanings("basic.toml")


def statuses() -> Mapping[str, Meaning]:
    """Return every enhanced status of the registry, by its number with an X as the first digit."""
    return _enhanced()


def replies() -> Mapping[str, Meaning]:
    """Return every reply that refuses, by its three digits."""
    return _basic()


def _meanings(name: str) -> dict[str, Meaning]:
    return {code: Meaning(code=code, **row) for code, row in _load(name).items()}


def enhanced(code: str | None) -> Meaning | None:
    """Return what an enhanced status means, whatever its class: "5.1.1", "4.1.1" and "X.1.1" are one entry."""
    if not code:
        return None
    return _enhanced().get("X" + code[1:])


def basic(code: int | None) -> Meaning | None:
    """Return what the three digits of a reply mean."""
    return _basic().get(str(code)) if code else None


def meaning(enhanced_status: str | None, reply_code: int | None) -> Meaning | None:
    """Return the best the dictionary has: the enhanced status unless it is empty of meaning, else the digits."""
    by_status = enhanced(enhanced_status)
    if by_status is not None and by_status.category != "unknown":
        return by_status
    return basic(reply_code) or by_status
