"""Which provider answered: by the host that was used, else by what the server says of itself."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from diagnostics.patterns import PatternSet
from diagnostics.providers import providers

_MOST_TEXT = 32_000


@dataclass(frozen=True, slots=True)
class _Owned:
    """One kind of pattern of every provider; `owner[i]` is the provider of the i-th."""

    patterns: PatternSet
    owner: tuple[str, ...]


def recognise(text: str, *hosts: str | None) -> str | None:
    """Return a provider id: the first of `hosts` that anybody claims, else whoever's marks stand in the text."""
    for kind in ("hosts", "mx"):
        for host in hosts:
            if host and (claimed := _owner(_patterns(kind), host.strip().rstrip("."))):
                return claimed
    shown = text if len(text) <= _MOST_TEXT else text[: _MOST_TEXT // 2] + text[-_MOST_TEXT // 2 :]
    return _owner(_patterns("marks"), shown)


def _owner(owned: _Owned, text: str) -> str | None:
    """Whose pattern fits; a generic kind of host only where nobody else's does."""
    fits = {owned.owner[i] for i in owned.patterns.found_in(text)}
    if not fits:
        return None
    known = providers()
    return next(
        (id_ for generic in (False, True) for id_ in known if id_ in fits and known[id_].generic is generic), None
    )


@cache
def _patterns(kind: Literal["hosts", "mx", "marks"]) -> _Owned:
    rows = [(pattern, provider.id) for provider in providers().values() for pattern in getattr(provider, kind)]
    return _Owned(PatternSet(pattern for pattern, _ in rows), tuple(owner for _, owner in rows))
