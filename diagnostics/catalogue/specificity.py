"""How much a clue says: the more letters of the text it accounts for, the more it says. There is no order among clues."""

from functools import lru_cache

from diagnostics.catalogue.explanation import Clue

TEXT, WEAK_TEXT, ENHANCED, ENHANCED_RANGE, CODE, STAGE, PROVIDER = 100, 10, 40, 20, 15, 8, 12
#: Words beyond this many letters make a phrase no more distinctive.
_LONGEST = 80
#: What one repeated letter class (\w+, [a-z]*) may account for.
_WORD = 6
_NOTHING = frozenset("bBAzZ")


def weight(clue: Clue, letters: int | None) -> int:
    """Add up what a clue insists on: distinctive text > enhanced status > reply code > stage; `letters` of text it explains."""
    score = 0
    if letters is not None:
        letters = min(letters, _LONGEST)
        score += WEAK_TEXT + letters // 4 if clue.weak else TEXT + letters
    if clue.enhanced is not None:
        score += ENHANCED_RANGE if "X" in clue.enhanced[1:] else ENHANCED
    return (
        score
        + CODE * (clue.code is not None)
        + STAGE * (clue.stage is not None)
        + PROVIDER * (clue.provider is not None)
    )


def branches(pattern: str) -> tuple[str, ...]:
    """Split a pattern at the alternatives that stand outside every bracket."""
    found, start, depth, at = [], 0, 0, 0
    while at < len(pattern):
        char = pattern[at]
        if char == "\\":
            at += 2
            continue
        if char == "[":
            at = _past_class(pattern, at + 1)
            continue
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            found.append(pattern[start:at])
            start = at + 1
        at += 1
    return (*found, pattern[start:])


@lru_cache(maxsize=16384)
def most_letters(pattern: str) -> int:
    """Count the letters that a match can owe to the pattern itself, gaps (".{0,40}") not counted."""
    return _alternatives(pattern, 0)[0]


def _alternatives(pattern: str, at: int) -> tuple[int, int]:
    longest = 0
    while True:
        letters, at = _sequence(pattern, at)
        longest = max(longest, letters)
        if at >= len(pattern) or pattern[at] == ")":
            return longest, at + 1
        at += 1


def _sequence(pattern: str, at: int) -> tuple[int, int]:
    total = 0
    while at < len(pattern) and pattern[at] not in "|)":
        single, letters, at = _atom(pattern, at)
        times, at = _times(pattern, at, single)
        total += letters * times
    return total, at


def _atom(pattern: str, at: int) -> tuple[bool, int, int]:
    """Return whether it is a single letter, how many letters it stands for, and where it ends."""
    char = pattern[at]
    if char == "(":
        letters, at = _alternatives(pattern, _past_group_flags(pattern, at + 1))
        return False, letters, at
    if char == "[":
        return True, 1, _past_class(pattern, at + 1)
    if char == "\\":
        return True, 0 if pattern[at + 1 : at + 2] in _NOTHING else 1, at + 2
    return True, 0 if char in ".^$" else 1, at + 1


def _past_group_flags(pattern: str, at: int) -> int:
    if pattern[at : at + 1] != "?":
        return at
    closes = [i for i in (pattern.find(":", at), pattern.find(">", at)) if i >= 0]
    return min(closes) + 1 if closes else len(pattern)


def _past_class(pattern: str, at: int) -> int:
    if pattern[at : at + 1] == "^":
        at += 1
    if pattern[at : at + 1] == "]":
        at += 1
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1


def _times(pattern: str, at: int, single: bool) -> tuple[int, int]:
    """How often the atom before may count, and where its repetition ends."""
    char = pattern[at : at + 1]
    if char == "?":
        return 1, at + 1
    if char in ("*", "+"):
        times, at = (_WORD if single else 2), at + 1
    elif char == "{" and (close := pattern.find("}", at)) > 0:
        most = pattern[at + 1 : close].rsplit(",", maxsplit=1)[-1]
        times, at = (min(int(most), _WORD) if most.isdigit() else _WORD), close + 1
    else:
        return 1, at
    return times, at + (pattern[at : at + 1] == "?")
