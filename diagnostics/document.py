"""The finished explanation in one language: thirteen parts, in reading order, ready to be shown in any form.

Strings are plain text, already filled in; anything a server said stays as it was and must be escaped where shown.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from diagnostics.vocabulary import Advice, Category, CheckState, Confidence, Language, Party, Permanence

Likelihood = Literal["very-likely", "likely", "possible", "unlikely"]


@dataclass(frozen=True, kw_only=True)
class CodeBlock:
    """Part 4: one piece of the error. `role` says whether it is the cause or follows from it."""

    name: str
    kind: Literal["library-status", "reply", "trailer", "text"]
    role: Literal["decides", "consequence", "context"]
    role_label: str
    meaning: str
    not_meaning: str = ""
    quote: str = ""


@dataclass(frozen=True, kw_only=True)
class CheckRow:
    """Part 5: one setting, its state and the proof of that state."""

    component: str
    label: str
    value: str
    expected: str
    state: CheckState
    state_label: str
    proof: str


@dataclass(frozen=True, kw_only=True)
class AttemptRow:
    """Part 6: one try. `note` says so when nothing of it was recorded."""

    number: int
    at: str
    outcome: str
    note: str
    #: For a page that shows times in the viewer's own zone.
    at_time: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class CauseItem:
    """Part 8: one cause with its rank, the reason for the rank and the quickest test."""

    id: str
    text: str
    likelihood: Likelihood
    likelihood_label: str
    why: str
    test: str


@dataclass(frozen=True, kw_only=True)
class CommandBlock:
    """Lines to copy; `purpose` says whether they look, change or take back."""

    shell: str
    purpose: str
    lines: tuple[str, ...]
    expect: str


@dataclass(frozen=True, kw_only=True)
class StepItem:
    """Part 9 and 10: one numbered thing to do, and who does it."""

    id: str
    title: str
    party: Party
    party_label: str
    clicks: tuple[str, ...] = ()
    commands: tuple[CommandBlock, ...] = ()
    wait: str = ""
    verify: str = ""
    undo: str = ""
    weakens: str = ""
    references: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DeadlineItem:
    """A dated fact that bears on the fix; `days_left` is None where the time of asking is not known."""

    id: str
    when: str
    days_left: int | None
    text: str
    reference: str
    verified: str
    day: date | None = None
    countdown: str = ""


@dataclass(frozen=True, kw_only=True)
class SummaryRow:
    """Part 11."""

    component: str
    state: CheckState
    state_label: str
    action: str
    party_label: str


@dataclass(frozen=True, kw_only=True)
class Reference:
    """Part 13."""

    url: str
    label: str


@dataclass(frozen=True, kw_only=True)
class Highlight:
    """A stretch of the raw text: `kind` "decides" is the deciding part, "consequence" what followed from it."""

    text: str
    kind: Literal["plain", "decides", "consequence", "context"]


@dataclass(frozen=True, kw_only=True)
class Document:
    """All thirteen parts for one failure. Empty strings and tuples are parts that have nothing to say."""

    language: Language
    code: str
    category: Category
    category_label: str
    permanence: Permanence
    permanence_label: str
    party: Party
    party_label: str
    advice: Advice
    advice_label: str
    confidence: Confidence
    confidence_label: str
    title: str  # 1
    verdict: str  # 2
    error: tuple[Highlight, ...]  # 3: joined, the raw text untouched
    code_by_code: tuple[CodeBlock, ...]  # 4
    configuration: tuple[CheckRow, ...]  # 5
    attempts_summary: str  # 6
    attempts: tuple[AttemptRow, ...]
    meaning: str  # 7
    problem_is: str
    problem_is_not: tuple[str, ...]
    second_reading: str
    causes: tuple[CauseItem, ...]  # 8
    steps: tuple[StepItem, ...]  # 9
    alternatives: tuple[StepItem, ...]  # 10
    deadlines: tuple[DeadlineItem, ...]
    summary: tuple[SummaryRow, ...]  # 11
    support_block: str  # 12
    references: tuple[Reference, ...]  # 13
    catalogue_note: str
    #: Headings of the parts and of the columns ("column.state"), and small words ("word.why"), by key.
    headings: Mapping[str, str] = field(default_factory=dict)
    provider: str = ""
    #: Remarks on the steps: what was assumed, what was left out.
    step_notes: tuple[str, ...] = ()
    alternatives_note: str = ""
    #: How many e-mails this one explanation is for.
    similar: str = ""
    #: Only where nothing was recognised: what was tried, and how to teach it.
    tried: str = ""
    teach: str = ""
    #: Two texts to copy.
    customer_answer: str = ""
    admin_ticket: str = ""
    server_time: datetime | None = None
    recorded_at: datetime | None = None
