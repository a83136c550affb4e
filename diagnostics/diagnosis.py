"""What the product thinks of one failure: which explanation, how sure, why, and what was checked."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from diagnostics.catalogue.explanation import Cause, Clue, Explanation
from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.vocabulary import Advice, Category, CheckState, Confidence, Party, Permanence

#: The proof of a check that found nothing to look at: neither the text nor the account names the setting.
UNRECORDED = "not-in-record"


@dataclass(frozen=True, kw_only=True)
class Check:
    """One setting held against what is known. `proof` names a sentence of words/<language>.toml and its values."""

    component: str
    value: str | None
    state: CheckState
    proof: str
    values: Mapping[str, str] = field(default_factory=dict)
    #: What it should have been, where that is known.
    expected: str | None = None


@dataclass(frozen=True, kw_only=True)
class RankedCause:
    """A cause after the facts were weighed; `score` 0..100, `circumstances` are those that moved it."""

    cause: Cause
    score: int
    supported_by: tuple[str, ...] = ()
    weakened_by: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Diagnosis:
    """The answer for one failure. `explanation` None: the catalogue has no entry; then category and the rest come
    from the code dictionary, or are honestly unknown."""

    evidence: Evidence
    facts: Facts
    explanation: Explanation | None
    second_reading: Explanation | None = None
    category: Category
    permanence: Permanence
    party: Party
    advice: Advice
    confidence: Confidence
    #: The clue that decided, and where in `evidence.raw` it was found (character offsets).
    clue: Clue | None = None
    marked: tuple[tuple[int, int], ...] = ()
    checks: tuple[Check, ...] = ()
    causes: tuple[RankedCause, ...] = ()

    @property
    def code(self) -> str:
        """The explanation's code, or "unrecognised"."""
        return self.explanation.code if self.explanation else "unrecognised"
