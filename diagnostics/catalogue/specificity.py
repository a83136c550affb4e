"""How much a clue says: the longer the words it insists on, the more it says. There is no order among clues."""

from functools import lru_cache

from diagnostics.catalogue.explanation import Clue

TEXT, WEAK_TEXT, ENHANCED, ENHANCED_RANGE, CODE, STAGE, PROVIDER = 100, 10, 40, 20, 15, 8, 12
#: Words beyond this many letters make a phrase no more distinctive.
_LONGEST = 80
_NOTHING = frozenset("bBAzZ")


def weight(clue: Clue) -> int:
    """Add up what a clue insists on: distinctive text > enhanced status > reply code > stage."""
    score = 0
    if clue.text is not None:
        letters = min(width(clue.text), _LONGEST)
        score += WEAK_TEXT + letters // 4 if clue.weak else TEXT + letters
    if clue.enhanced is not None:
        score += ENHANCED_RANGE if "X" in clue.enhanced[1:] else ENHANCED
    return score + CODE * (clue.code is not None) + STAGE * (clue.stage is not None) + PROVIDER * (clue.provider is not None)


@lru_cache(maxsize=8192)
def width(pattern: str) -> int:
    """Count the letters that every match of an RE2 pattern must hold at least."""
    return _alternatives(pattern, 0)[0]


def _alternatives(pattern: str, at: int) -> tuple[int, int]:
    shortest: int | None = None
    while True:
        letters, at = _sequence(pattern, at)
        shortest = letters if shortest is None else min(shortest, letters)
        if at >= len(pattern) or pattern[at] == ")":
            return shortest, at + 1
        at += 1


def _sequence(pattern: str, at: int) -> tuple[int, int]:
    total = 0
    while at < len(pattern) and pattern[at] not in "|)":
        letters, at = _atom(pattern, at)
        times, at = _times(pattern, at)
        total += letters * times
    return total, at


def _atom(pattern: str, at: int) -> tuple[int, int]:
    char = pattern[at]
    if char == "(":
        return _alternatives(pattern, _past_group_flags(pattern, at + 1))
    if char == "[":
        return 1, _past_class(pattern, at + 1)
    if char == "\\":
        return (0 if pattern[at + 1 : at + 2] in _NOTHING else 1), at + 2
    return (0 if char in ".^$" else 1), at + 1


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


def _times(pattern: str, at: int) -> tuple[int, int]:
    char = pattern[at : at + 1]
    if char in ("*", "?"):
        times, at = 0, at + 1
    elif char == "+":
        times, at = 1, at + 1
    elif char == "{" and (close := pattern.find("}", at)) > 0:
        least = pattern[at + 1 : close].split(",")[0]
        times, at = (int(least) if least.isdigit() else 1), close + 1
    else:
        return 1, at
    return times, at + (pattern[at : at + 1] == "?")
