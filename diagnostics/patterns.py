"""Many RE2 patterns asked at once: linear in the length of the text, whatever a stranger wrote into it."""

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any

import re2

from diagnostics.folding import folded

#: Memory for the automaton; beyond it re2 gets slower, never wrong.
_MAX_MEMORY = 256 << 20


class PatternError(ValueError):
    """A pattern is not RE2 syntax; the message quotes it."""


@lru_cache(maxsize=16384)
def compiled(pattern: str) -> Any:
    """Compile one pattern, without regard to case."""
    try:
        return re2.compile(pattern, _options())
    except re2.error as fault:
        raise PatternError(f"{pattern!r} is not RE2 syntax: {fault}") from fault


@lru_cache(maxsize=16384)
def compiled_folded(pattern: str) -> Any:
    """Compile one pattern for folded texts in UTF-8, read byte by byte, which makes gaps cheap."""
    try:
        return re2.compile(folded(pattern).encode(), _options(by_bytes=True))
    except re2.error as fault:
        raise PatternError(f"{pattern!r} is not RE2 syntax: {fault}") from fault


class PatternSet:
    """A fixed list of patterns; `found_in` answers by their position in it.

    With `fold` patterns are read in their folded() form, byte by byte; whoever asks has folded the text. A letter that
    stays beyond ASCII is several bytes: it must not stand in a class, nor before "?", "*" or "+".
    """

    def __init__(self, patterns: Iterable[str], *, fold: bool = False) -> None:
        self.patterns = tuple(patterns)
        self._set = re2.Set.SearchSet(_options(by_bytes=fold))
        for pattern in self.patterns:
            try:
                self._set.Add(folded(pattern).encode() if fold else pattern)
            except re2.error as fault:
                raise PatternError(f"{pattern!r} is not RE2 syntax: {fault}") from fault
        if self.patterns:
            self._set.Compile()

    def found_in(self, text: str) -> Sequence[int]:
        """Return the positions of the patterns that match somewhere in the text."""
        if not text or not self.patterns:
            return ()
        return self._set.Match(text.encode("utf-8", "replace")) or ()


def span(pattern: str, text: str) -> tuple[int, int] | None:
    """Where a pattern is first found, as character offsets; None where it is not, or matches nothing."""
    data = text.encode("utf-8", "replace")
    match = compiled(pattern).search(data)
    if match is None or match.start() == match.end():
        return None
    start = len(data[: match.start()].decode("utf-8", "replace"))
    return start, start + len(data[match.start() : match.end()].decode("utf-8", "replace"))


def _options(*, by_bytes: bool = False) -> Any:
    options = re2.Options()
    if by_bytes:
        options.encoding = re2.Options.Encoding.LATIN1
    options.case_sensitive = False
    options.log_errors = False
    options.max_mem = _MAX_MEMORY
    return options
