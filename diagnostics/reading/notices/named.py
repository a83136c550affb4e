"""A recipient that a notice names."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Named:
    """An address, the stretch of the notice that speaks of it, and the words in it that say why."""

    address: str
    stretch: str
    words: str = ""


def each_once(named: Iterable[Named]) -> tuple[Named, ...]:
    """Keep one of each address: the first that is explained."""
    found: dict[str, Named] = {}
    for one in named:
        known = found.get(one.address.lower())
        if known is None or (one.words and not known.words):
            found[one.address.lower()] = one
    return tuple(found.values())


def stretches(text: str, opens: re.Pattern[str]) -> Iterator[tuple[re.Match[str], str]]:
    """Cut a text wherever a recipient opens: each opening with all up to the next one."""
    starts = list(opens.finditer(text))
    ends = [match.start() for match in starts[1:]] + [len(text)]
    for this, end in zip(starts, ends, strict=False):
        yield this, text[this.start() : end].strip()
