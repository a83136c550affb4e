"""Which entry of the catalogue a piece of evidence points to: every clue that holds is weighed, none comes first."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache

from diagnostics.catalogue import clues
from diagnostics.catalogue.clues import ClueIndex
from diagnostics.catalogue.explanation import Clue, Explanation
from diagnostics.catalogue.registry import catalogue
from diagnostics.evidence import Evidence, Reply
from diagnostics.folding import folded
from diagnostics.patterns import PatternSet
from diagnostics.reading import challenge

_ADDRESS = re.compile(r"[\w.+=~!#$%&'*/?^`{|}-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){0,20}")
_CONTINUATION = re.compile(r" \??[245]\d\d-(?:[245]\.\d{1,3}\.\d{1,3}(?= ))?")
_LETTER = re.compile(r"[^\W\d_]")
_SPACE = re.compile(r"(?:\\r|\\n|\s)+")
#: A phrase found outside the reply that decides says less: somebody else may have printed it.
_OUTSIDE = 0.6
#: What an entry's clues about codes may add to the phrase that was found.
_COMPANY, _MOST_COMPANY = 0.1, 6
#: Entries closer than this are tied.
MARGIN = 2.0
#: Words that weigh this much less than others can neither win nor tie, whatever company their entry has.
_HOPELESS = MARGIN + _MOST_COMPANY
_MOST_TEXT = 32_000
#: What the answer to a login cannot be about: nobody has named a recipient yet or shown a message.
_LATER_THAN_LOGIN = frozenset(
    {
        "recipient-unknown",
        "recipient-domain",
        "recipient-disabled",
        "recipient-restricted",
        "mailbox-full",
        "relay-denied",
        "content",
        "message-size",
        "message-format",
        "greylisted",
    }
)


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


def candidate_patterns() -> PatternSet:
    """Return the one set over the words of all clues."""
    return _index().words


def prepare(text: str) -> str:
    """Make the text that clues are held against: one line, single spaces, addresses as "@", letters without accents."""
    text = folded(text[:_MOST_TEXT])
    if "@" in text:
        text = _ADDRESS.sub("@", text)
    return _CONTINUATION.sub(" ", _SPACE.sub(" ", text)).replace("  ", " ").strip()


def candidates(evidence: Evidence, index: ClueIndex | None = None) -> list[Candidate]:
    """Return every entry that may be the answer, the heaviest first; ties in a fixed order."""
    index = index or _index()
    deciding = evidence.deciding
    said = prepare(f"{deciding.text}\n{challenge.decoded(evidence.raw)}") if deciding else ""
    around = prepare(_visible(evidence)) if _stands_among_words(deciding, evidence) else said
    inside = index.spoken(said)
    outside = set(index.spoken(around)).difference(inside) if around != said else ()
    found = _Weights(index, evidence)
    if deciding:
        for position in index.silent(deciding.code, deciding.enhanced):
            found.note(position, index.pointers[position].least, in_reply=True)
    elif evidence.wrapper_text:
        beside = prepare(_without_wrapper(evidence))
        found.weigh(index.spoken(beside), beside, in_reply=False)
        if found.by_entry:
            return _ranked(found.by_entry, index, evidence)
    # The reply's own words first: what they weigh spares most of what stands around them.
    found.weigh(inside, said, in_reply=True)
    found.weigh(outside, around, in_reply=deciding is None)
    return _ranked(found.by_entry, index, evidence)


class _Weights:
    """What the clues weigh that hold, by entry."""

    def __init__(self, index: ClueIndex, evidence: Evidence) -> None:
        self.by_entry: dict[str, list[tuple[float, int, bool]]] = {}
        self._index, self._evidence = index, evidence
        self._best = 0.0

    def note(self, position: int, weight: float, *, in_reply: bool) -> None:
        """Put down a clue's weight, if all else that it asks for holds."""
        pointer = self._index.pointers[position]
        if _possible(pointer.entry, self._evidence) and _holds(pointer.clue, self._evidence):
            self._best = max(self._best, weight)
            self.by_entry.setdefault(pointer.entry.code, []).append((weight, position, in_reply))

    def weigh(self, positions: Iterable[int], text: str, *, in_reply: bool) -> None:
        """Put down the clues found in a text, except those too light to matter beside what was found."""
        pointers, said = self._index.pointers, text.encode("utf-8", "replace")
        for position in sorted(positions, key=lambda at: (-pointers[at].most, at)):
            if pointers[position].most < self._best - _HOPELESS:
                return
            # That a queue gave up is never said by the server whose last words it quotes.
            factor = 1.0 if in_reply or pointers[position].entry.category == "expired" else _OUTSIDE
            if pointers[position].most * factor < self._best - _HOPELESS:
                continue
            weight = pointers[position].weight(said)
            if weight is not None:
                self.note(position, weight * factor, in_reply=in_reply)


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


def _possible(entry: Explanation, evidence: Evidence) -> bool:
    """Whether the conversation had come far enough for such a failure, and whether anybody has given up."""
    deciding = evidence.deciding
    if evidence.goes_on and entry.category == "expired" and not (deciding and "expired" in deciding.text.lower()):
        return False
    if entry.category == "feedback" and deciding is not None and (deciding.code or 0) >= 400:
        return False
    refused_login = evidence.stage == "login" and deciding is not None
    return not (refused_login and entry.category in _LATER_THAN_LOGIN)


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


def _stands_among_words(reply: Reply | None, evidence: Evidence) -> bool:
    """Whether anybody but the server said something in the text."""
    if reply is None or len(evidence.raw) > _MOST_TEXT:
        return True
    return bool(_LETTER.search(evidence.raw, 0, reply.start) or _LETTER.search(evidence.raw, reply.end))


def _visible(evidence: Evidence) -> str:
    """The raw text without what only follows: the library's own sentence, and replies that another one led to."""
    raw, deciding = evidence.raw, evidence.deciding
    if deciding is not None and any(letter.isalpha() for letter in deciding.text):
        for reply in reversed(evidence.replies):
            if reply.role == "consequence":
                raw = f"{raw[: reply.start]} {raw[reply.end :]}"
    if evidence.wrapper_text and evidence.replies:
        raw = raw.replace(evidence.wrapper_text, " ")
    return _both_ends(raw)


def _without_wrapper(evidence: Evidence) -> str:
    """The raw text without the library's own sentence: what the server said, where it said it without digits."""
    return _both_ends(evidence.raw.replace(evidence.wrapper_text or "", " "))


def _both_ends(raw: str) -> str:
    return raw if len(raw) <= _MOST_TEXT else raw[: _MOST_TEXT // 2] + raw[-_MOST_TEXT // 2 :]
