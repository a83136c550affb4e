"""The one question this library answers: what does this failure mean, who can act, and does waiting help?"""

import re
from dataclasses import fields, replace
from typing import Any

from diagnostics import recognition
from diagnostics.causes import rank
from diagnostics.codes import dictionary
from diagnostics.configuration import check
from diagnostics.diagnosis import Diagnosis
from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.patterns import span
from diagnostics.providers import provider_named
from diagnostics.reading import read
from diagnostics.reading.provider import recognise
from diagnostics.reading.record import read_record
from diagnostics.recognition import MARGIN, Candidate
from diagnostics.vocabulary import CONFIDENCES, Confidence, Permanence

_THE_END = re.compile(
    r"(?i)could not be delivered|unable to deliver|undeliverable|delivery (?:to the following recipients? )?(?:has )?failed|"
    r"failed to deliver|unable-to-transfer|transfer impossible|"
    r"pas pu [eê]tre d[eé]livr|no (?:se )?pudo (?:ser )?entregad[oa]|konnte nicht zugestellt"
)
#: A server that says so without a reply's digits keeps the message and tries again.
_FOR_NOW = re.compile(r"(?i)\A\W{0,20}(?:temporary failure\b|deferred:)|\bEX_TEMPFAIL\b")
#: Statuses of HTTP, which providers' programming interfaces answer with: here a 4 does not say "later".
_HTTP_REFUSALS = frozenset({400, 401, 403, 404, 406, 409, 410, 413, 415, 422})
#: Beyond this nobody looks for a phrase to mark.
_MOST_TEXT = 32_000


def diagnose(failure: Evidence | str, facts: Facts | None = None) -> Diagnosis:
    """Explain one failure, given as its text, as a report record in JSON, or as evidence read before; never raises."""
    diagnosis, phrase = _judged(failure, facts)
    return replace(
        diagnosis,
        marked=_marked(diagnosis.evidence, phrase),
        checks=check(diagnosis.evidence, diagnosis.facts, provider_named(diagnosis.evidence.provider)),
        causes=rank(diagnosis.explanation, diagnosis.evidence, diagnosis.facts),
    )


def verdict(failure: Evidence | str, facts: Facts | None = None) -> Diagnosis:
    """Only say which explanation fits, as `diagnose` would: no checks, no causes, no mark. For reading very many."""
    return _judged(failure, facts)[0]


def _judged(failure: Evidence | str, facts: Facts | None) -> tuple[Diagnosis, str | None]:
    """The verdict, and the phrase that decided."""
    evidence, facts = _evidence(failure, facts or Facts())
    found = recognition.candidates(evidence)
    if not found:
        return _from_dictionary(evidence, facts), None
    return _from_entry(evidence, facts, found), found[0].phrase


def _evidence(failure: Evidence | str, facts: Facts) -> tuple[Evidence, Facts]:
    if isinstance(failure, str):
        record = read_record(failure)
        if record is not None:
            facts = _beside(facts, record.facts)
        return read(record.text if record else failure, host=facts.host), facts
    if failure.provider is None and (provider := recognise(failure.raw, failure.host, facts.host)):
        failure = replace(failure, provider=provider)
    return failure, facts


def _beside(facts: Facts, reported: Facts) -> Facts:
    """Fill what the caller left open from what the report says."""
    given: dict[str, Any] = {}
    for field in fields(Facts):
        value = getattr(facts, field.name)
        given[field.name] = getattr(reported, field.name) if value is None or value == () else value
    return Facts(**given)


def _from_entry(evidence: Evidence, facts: Facts, found: list[Candidate]) -> Diagnosis:
    best = found[0]
    tied = found[1].entry if len(found) > 1 and best.score - found[1].score < MARGIN else None
    confidence = best.entry.confidence
    if tied is not None:
        confidence = _lower(confidence)
    if best.clue.text is None or best.clue.weak:
        confidence = _lower(confidence)
    entry = best.entry
    return Diagnosis(
        evidence=evidence,
        facts=facts,
        explanation=entry,
        second_reading=tied,
        category=entry.category,
        permanence=entry.permanence if entry.permanence_holds else _said_permanence(evidence, entry.permanence),
        party=entry.party,
        advice=entry.advice,
        confidence=confidence,
        clue=best.clue,
    )


def _from_dictionary(evidence: Evidence, facts: Facts) -> Diagnosis:
    """No entry fits: answer with what the codes mean in themselves, or say honestly that nothing is known."""
    deciding = evidence.deciding
    meaning = dictionary.meaning(deciding.enhanced, deciding.code) if deciding else None
    if meaning and meaning.category == "expired" and evidence.goes_on:
        meaning = None  # nobody has given up yet
    return Diagnosis(
        evidence=evidence,
        facts=facts,
        explanation=None,
        category=meaning.category if meaning else "unknown",
        permanence=_said_permanence(evidence, "unknown"),
        # Where no server said anything, the answer is still in the log of the program that sends.
        party=meaning.party if meaning else ("support" if evidence.deciding else "developer"),
        advice=meaning.advice if meaning else "ask-person",
        confidence="low",
    )


def _said_permanence(evidence: Evidence, otherwise: Permanence) -> Permanence:
    """What the reply says, by its first digit; the entry's word where nobody said anything."""
    deciding = evidence.deciding
    if deciding is None:
        return _told_permanence(evidence, otherwise)
    if deciding.code in _HTTP_REFUSALS and deciding.enhanced is None:
        return "permanent"
    first = str(deciding.code)[0] if deciding.code and deciding.code >= 400 else (deciding.enhanced or "0")[0]
    by_digit: dict[str, Permanence] = {"4": "transient", "5": "permanent"}
    return by_digit.get(first, otherwise)


def _told_permanence(evidence: Evidence, otherwise: Permanence) -> Permanence:
    """Nobody replied: a notice may still say that it goes on trying, or that this was the end."""
    if evidence.goes_on or _FOR_NOW.search(evidence.excerpt):
        return "transient"
    return "permanent" if otherwise == "unknown" and _THE_END.search(evidence.excerpt) else otherwise


def _lower(confidence: Confidence) -> Confidence:
    return CONFIDENCES[min(CONFIDENCES.index(confidence) + 1, len(CONFIDENCES) - 1)]


def _marked(evidence: Evidence, phrase: str | None) -> tuple[tuple[int, int], ...]:
    """Where in the raw text the phrase stands that decided; the whole reply where it was folded over lines or codes decided."""
    deciding = evidence.deciding
    reply = (deciding.start, deciding.end) if deciding else None
    if phrase is not None:
        pattern = phrase.replace(" ", r"\s+")
        for start, end in (reply, (0, _MOST_TEXT)) if reply else ((0, _MOST_TEXT),):
            if found := span(pattern, evidence.raw[start:end]):
                return ((start + found[0], start + found[1]),)
    return (reply,) if reply else ()
