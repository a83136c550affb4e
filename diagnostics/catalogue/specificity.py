"""How much a clue says: the more letters of the text it accounts for, the more it says. There is no order among clues."""

import re
from functools import lru_cache
from typing import Any

from diagnostics.catalogue.explanation import Clue
from diagnostics.folding import folded
from diagnostics.patterns import compiled_folded

TEXT, GENERAL_TEXT, LOOSE_TEXT, WEAK_TEXT = 100, 55, 22, 10
ENHANCED, ENHANCED_RANGE, CODE, STAGE, PROVIDER = 40, 20, 15, 8, 12
#: Words beyond this many letters make a phrase no more distinctive.
LONGEST = 80
_ESCAPED, _CLASS = re.compile(r"\\."), re.compile(r"\[[^\]]+\]")
_ZERO_WIDTH = (r"\b", r"\B")
_GAP = re.compile(r"\.(?:[*+]|\{[\d,]+\})\??")
_COUNTED = re.compile(r"(\.|\\[SDW])\{\d*,?\d*\}\??")


def weight(clue: Clue, letters: int | None) -> int:
    """Add up what a clue insists on: distinctive text > enhanced status > reply code > stage; `letters` of text it explains."""
    score = 0
    if letters is not None:
        letters = min(letters, LONGEST)
        if clue.weak:
            score += WEAK_TEXT + letters // 4
        elif clue.loose:
            score += LOOSE_TEXT + letters // 5
        else:
            score += GENERAL_TEXT + letters // 4 if clue.general else TEXT + letters
    if clue.enhanced is not None:
        score += ENHANCED_RANGE if "X" in clue.enhanced[1:] else ENHANCED
    return (
        score
        + CODE * (clue.code is not None)
        + STAGE * (clue.stage is not None)
        + PROVIDER * (clue.provider is not None)
    )


def widened(pattern: str) -> str:
    """Let gaps be of any length: what an automaton has to count makes it large. It finds more than the pattern does."""
    return _COUNTED.sub(r"\1*", pattern)


def letters_found(pattern: str, text: bytes) -> int | None:
    """Count the letters of the first match in a folded text, None without one; what gaps (".{0,40}") skip is not counted."""
    fixed = _fixed_letters(pattern)
    if fixed is not None:
        return fixed
    searched, has_gaps = _searched(pattern)
    match = searched.search(text)
    if match is None:
        return None
    start, end = match.span()
    gaps = sum(len(gap) for gap in match.groups() if gap) if has_gaps else 0
    return int(end - start - gaps)


def most_letters(pattern: str) -> int:
    """How many letters the pattern can account for at most: no more than it has signs, unless it repeats some."""
    bare = _CLASS.sub("x", _ESCAPED.sub("x", _GAP.sub("", pattern)))
    return LONGEST if any(sign in bare for sign in "*+{") else min(LONGEST, len(folded(pattern).encode()))


@lru_cache(maxsize=16384)
def _fixed_letters(pattern: str) -> int | None:
    """How many letters each match has, where all have as many: nothing is optional, repeated or left open."""
    plain = _ESCAPED.sub(lambda sign: "" if sign[0] in _ZERO_WIDTH else "x", pattern)
    plain = folded(_CLASS.sub("x", plain))
    return None if any(sign in ".?*+{|()[]^$\\" for sign in plain) else len(plain.encode())


@lru_cache(maxsize=16384)
def _searched(pattern: str) -> tuple[Any, bool]:
    caught = _with_gaps_caught(pattern)
    compiled = compiled_folded(caught)
    return compiled, compiled.groups > 0


def branches(pattern: str) -> tuple[str, ...]:
    """Split a pattern at the alternatives that stand outside every bracket."""
    if "|" not in pattern:
        return (pattern,)
    found, start, depth = [], 0, 0
    for at, char in _bare(pattern):
        depth += (char == "(") - (char == ")")
        if char == "|" and depth == 0:
            found.append(pattern[start:at])
            start = at + 1
    return (*found, pattern[start:])


def _with_gaps_caught(pattern: str) -> str:
    """Rewrite a pattern so that its gaps are its only capturing groups."""
    pieces, done = [], 0
    for at, char in _bare(pattern):
        if at < done:
            continue
        if char == "(" and pattern[at + 1 : at + 2] != "?":
            pieces.append(pattern[done : at + 1] + "?:")
            done = at + 1
        elif char == "." and (end := _end_of_gap(pattern, at + 1)) > at + 1:
            pieces.append(pattern[done:at] + "(" + pattern[at:end] + ")")
            done = end
    return "".join(pieces) + pattern[done:]


def _end_of_gap(pattern: str, at: int) -> int:
    """Where the repetition behind a dot ends."""
    if pattern[at : at + 1] in ("*", "+"):
        at += 1
    elif pattern[at : at + 1] == "{" and (close := pattern.find("}", at)) > 0:
        at = close + 1
    else:
        return at
    return at + (pattern[at : at + 1] == "?")


def _bare(pattern: str) -> list[tuple[int, str]]:
    """The characters of a pattern that stand neither behind a backslash nor in a class, with their places."""
    bare, at = [], 0
    while at < len(pattern):
        if pattern[at] == "\\":
            at += 2
        elif pattern[at] == "[":
            at = _past_class(pattern, at + 1)
        else:
            bare.append((at, pattern[at]))
            at += 1
    return bare


def _past_class(pattern: str, at: int) -> int:
    at += pattern[at : at + 1] == "^"
    at += pattern[at : at + 1] == "]"
    while at < len(pattern) and pattern[at] != "]":
        at += 2 if pattern[at] == "\\" else 1
    return at + 1
