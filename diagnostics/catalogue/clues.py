"""Find the clues that hold: one set over all texts of all entries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from diagnostics.catalogue.explanation import Clue, Explanation
from diagnostics.catalogue.fields import CatalogueError
from diagnostics.patterns import PatternError, PatternSet, compiled


@dataclass(frozen=True)
class ClueIndex:
    """Every clue of every entry, by position."""

    owned: tuple[tuple[Explanation, Clue], ...]

    @cached_property
    def _spoken(self) -> tuple[PatternSet, tuple[int, ...]]:
        positions = tuple(i for i, (_, clue) in enumerate(self.owned) if clue.text is not None)
        try:
            return PatternSet(self.owned[i][1].text or "" for i in positions), positions
        except PatternError:
            raise self._fault() from None

    def _fault(self) -> CatalogueError:
        """Name the entry whose clue is no RE2 syntax."""
        for entry, clue in self.owned:
            try:
                compiled(clue.text or "")
            except PatternError as fault:
                return CatalogueError(f"entries/{entry.family}/{entry.code}.toml: clue.text: {fault}")
        return CatalogueError("the clues do not compile together")

    def spoken(self, text: str) -> Iterator[int]:
        """Yield the positions of the clues whose text is in `text`."""
        patterns, positions = self._spoken
        for found in patterns.found_in(text):
            yield positions[found]

    @cached_property
    def silent(self) -> tuple[int, ...]:
        """The positions of the clues that ask for codes only."""
        return tuple(i for i, (_, clue) in enumerate(self.owned) if clue.text is None)


def index(entries: Iterable[Explanation]) -> ClueIndex:
    """Collect the clues of some entries."""
    return ClueIndex(tuple((entry, clue) for entry in entries for clue in entry.clues))
