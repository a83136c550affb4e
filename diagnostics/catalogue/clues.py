"""Find the clues that hold: one set over all texts of all entries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from diagnostics.catalogue import specificity
from diagnostics.catalogue.explanation import Clue, Explanation
from diagnostics.catalogue.fields import CatalogueError
from diagnostics.patterns import PatternError, PatternSet, compiled_folded


@dataclass(frozen=True, slots=True)
class Pointer:
    """One way in which a clue can hold: each branch of its text counts for itself."""

    entry: Explanation
    clue: Clue
    text: str | None
    #: What it weighs at least and at most, whatever the text.
    least: int
    most: int

    def weight(self, said: bytes) -> int | None:
        """How much this way says about a text: the letters it accounts for there, and the codes it asks for.

        None where the text does not hold: the set finds words that stand farther apart than the text allows.
        """
        if self.text is None:
            return specificity.weight(self.clue, None)
        letters = specificity.letters_found(self.text, said)
        return None if letters is None else specificity.weight(self.clue, letters)


@dataclass(frozen=True)
class ClueIndex:
    """Every pointer of every entry, by position."""

    pointers: tuple[Pointer, ...]

    @cached_property
    def _spoken(self) -> tuple[PatternSet, tuple[int, ...]]:
        positions = tuple(i for i, pointer in enumerate(self.pointers) if pointer.text is not None)
        try:
            return PatternSet(
                (specificity.widened(self.pointers[i].text or "") for i in positions), fold=True
            ), positions
        except PatternError:
            raise self._fault() from None

    def _fault(self) -> CatalogueError:
        """Name the entry whose clue is no RE2 syntax."""
        for pointer in self.pointers:
            try:
                compiled_folded(pointer.text or "")
            except PatternError as fault:
                return CatalogueError(f"entries/{pointer.entry.family}/{pointer.entry.code}.toml: clue.text: {fault}")
        return CatalogueError("the clues do not compile together")

    @property
    def words(self) -> PatternSet:
        """The set over the texts of all clues."""
        return self._spoken[0]

    def spoken(self, text: str) -> list[int]:
        """Return the positions of the pointers whose text may be in `text`, which is folded; their weight tells."""
        patterns, positions = self._spoken
        return [positions[found] for found in patterns.found_in(text)]

    def silent(self, code: int | None, enhanced: str | None) -> tuple[int, ...]:
        """The positions of the pointers that ask for no words and may fit a reply with these codes."""
        detail = enhanced.partition(".")[2] if enhanced else None
        by_codes = self._by_codes
        return (*by_codes.get(detail, ()), *by_codes.get(code, ()), *by_codes["any"])

    @cached_property
    def _by_codes(self) -> dict[str | int | None, list[int]]:
        """Wordless pointers by the rarest thing they ask for; ranges ("5.7.X") fit anywhere."""
        found: dict[str | int | None, list[int]] = {"any": []}
        for position, pointer in enumerate(self.pointers):
            if pointer.text is not None:
                continue
            detail = pointer.clue.enhanced.partition(".")[2] if pointer.clue.enhanced else None
            key = "any" if detail is not None and "X" in detail else detail or pointer.clue.code
            found.setdefault(key, []).append(position)
        return found


def index(entries: Iterable[Explanation]) -> ClueIndex:
    """Collect the clues of some entries."""
    pointers: dict[tuple[object, ...], Pointer] = {}
    for entry in entries:
        for clue in entry.clues:
            for pointer in _pointers(entry, clue):
                # Two clues of an entry may hold the same branch: it is asked for once, and weighs what the heavier says.
                key = (entry.code, pointer.text, clue.enhanced, clue.code, clue.stage, clue.provider)
                if key not in pointers or pointers[key].least < pointer.least:
                    pointers[key] = pointer
    return ClueIndex(tuple(pointers.values()))


def _pointers(entry: Explanation, clue: Clue) -> Iterator[Pointer]:
    if clue.text is None:
        weight = specificity.weight(clue, None)
        yield Pointer(entry, clue, None, weight, weight)
        return
    least = specificity.weight(clue, 0)
    for branch in specificity.branches(clue.text):
        most = specificity.weight(clue, specificity.most_letters(branch))
        yield Pointer(entry, clue, branch, least, most)
