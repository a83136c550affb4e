"""Which entry of the catalogue a piece of evidence points to: every clue that holds is weighed, none comes first."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from diagnostics.catalogue import clues
from diagnostics.catalogue.clues import ClueIndex
from diagnostics.catalogue.explanation import Clue, Explanation
from diagnostics.catalogue.registry import catalogue
from diagnostics.evidence import Evidence
from diagnostics.reading import challenge

_ADDRESS = re.compile(r"[\w.+=~!#$%&'*/?^`{|}-]{1,64}@[\w.-]{1,255}")
_CONTINUATION = re.compile(r" \??[245]\d\d-(?:[245]\.\d{1,3}\.\d{1,3}(?= ))?")
_SPACE = re.compile(r"(?:\\r|\\n|\s)+")
#: A phrase found outside the reply that decides says less: somebody else may have printed it.
_OUTSIDE = 0.6
#: What an entry's clues about codes may add to the phrase that was found.
_COMPANY, _MOST_COMPANY = 0.1, 6
#: Entries closer than this are tied.
MARGIN = 2.0
_MOST_TEXT = 32_000


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """An entry with the weight of what points to it, and the clue that weighs most."""

    entry: Explanation
    score: float
    clue: Clue
    #: The branch of the clue's text that was found; None when the clue asks for codes only.
    phrase: str | None
    #: The best clue was found in the words of the deciding reply, or asks for no words.
    in_reply: bool


@cache
def _index() -> ClueIndex:
    return clues.index(catalogue().entries.values())


def prepare(text: str) -> str:
    """Make the text that clues are held against: one line, single spaces, addresses as "@", plain apostrophes."""
    text = text[:_MOST_TEXT].replace("\u2019", "'").replace("\u00a0", " ")
    if "@" in text:
        text = _ADDRESS.sub("@", text)
    return _CONTINUATION.sub(" ", _SPACE.sub(" ", text)).replace("  ", " ").strip()


def candidates(evidence: Evidence, index: ClueIndex | None = None) -> list[Candidate]:
    """Return every entry that some clue points to, the heaviest first; ties in a fixed order."""
    index = index or _index()
    deciding = evidence.deciding
    said = prepare(f"{deciding.text}\n{challenge.decoded(evidence.raw)}") if deciding else ""
    around = prepare(_visible(evidence))
    inside = set(index.spoken(said))
    outside = set(index.spoken(around)) - inside if around != said else set()
    weights: dict[str, list[tuple[float, int, bool]]] = {}
    said_bytes, around_bytes = said.encode("utf-8", "replace"), around.encode("utf-8", "replace")
    silent = index.silent(deciding.code, deciding.enhanced) if deciding else ()
    for position in (*inside, *outside, *silent):
        pointer = index.pointers[position]
        if _holds(pointer.clue, evidence):
            elsewhere = position in outside and deciding is not None
            weight = pointer.weight(around_bytes if position in outside else said_bytes) * (
                _OUTSIDE if elsewhere else 1.0
            )
            weights.setdefault(pointer.entry.code, []).append((weight, position, not elsewhere))
    return _ranked(weights, index, evidence)


def _ranked(
    weights: Mapping[str, list[tuple[float, int, bool]]], index: ClueIndex, evidence: Evidence
) -> list[Candidate]:
    found = []
    for rows in weights.values():
        rows.sort(key=lambda row: (-row[0], row[1]))
        best, position, in_reply = rows[0]
        pointer = index.pointers[position]
        company = min(_MOST_COMPANY, _COMPANY * sum(row[0] for row in rows[1:] if index.pointers[row[1]].text is None))
        found.append(
            Candidate(
                entry=pointer.entry, score=best + company, clue=pointer.clue, phrase=pointer.text, in_reply=in_reply
            )
        )
    return sorted(
        found, key=lambda c: (-c.score, c.entry.family != evidence.provider, c.clue.provider is None, c.entry.code)
    )


def _holds(clue: Clue, evidence: Evidence) -> bool:
    """Whether everything holds that a clue asks for beside its text."""
    deciding = evidence.deciding
    if clue.provider is not None and clue.provider != evidence.provider:
        return False
    if clue.stage is not None and clue.stage != evidence.stage:
        return False
    if clue.code is not None and (deciding is None or deciding.code != clue.code):
        return False
    return clue.enhanced is None or (deciding is not None and same_enhanced(clue.enhanced, deciding.enhanced))


def same_enhanced(wanted: str, said: str | None) -> bool:
    """Compare enhanced statuses; "X" as class or detail stands for any."""
    if said is None:
        return False
    return all(want in ("X", have) for want, have in zip(wanted.split("."), said.split("."), strict=False))


def _visible(evidence: Evidence) -> str:
    """The raw text without the sentence that the printing library made up itself."""
    raw = (
        evidence.raw
        if len(evidence.raw) <= _MOST_TEXT
        else evidence.raw[: _MOST_TEXT // 2] + evidence.raw[-_MOST_TEXT // 2 :]
    )
    return raw.replace(evidence.wrapper_text, " ") if evidence.wrapper_text and evidence.replies else raw
