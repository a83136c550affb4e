"""An entry of the catalogue, as values. The file of an entry holds its words, its clues, its advice and its proof."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from diagnostics.vocabulary import Advice, Category, Confidence, Language, Party, Permanence, Scope, Stage

#: The same text in every language of the product. Texts may hold placeholders such as {login} or {host}.
Words = Mapping[Language, str]


@dataclass(frozen=True, kw_only=True)
class Clue:
    """What in the evidence points to the entry; everything a clue names must hold.

    `text` is RE2 syntax, matched without regard to case against the text as recognition.prepare() hands it over:
    one line, single spaces, every e-mail address as "@". `enhanced` may end in ".X" and matches both classes when
    it begins with "X."; `provider` is a provider id.
    """

    text: str | None = None
    enhanced: str | None = None
    code: int | None = None
    stage: Stage | None = None
    provider: str | None = None
    #: The phrase is used for many things ("access denied"): any phrase that says more beats it.
    weak: bool = False
    #: The phrase frames an answer and leaves the reason to other words ("temporarily deferred"): it beats codes, and
    #: any phrase that names a reason beats it.
    general: bool = False
    #: Words that stand near each other without making a phrase: they say what the talk is about, less than a code does.
    loose: bool = False


@dataclass(frozen=True, kw_only=True)
class Cause:
    """One thing that can have led here.

    `likelihood` is 0..100 before any fact is known; `supports` and `weakens` add to and take from it, by the
    name of a circumstance (circumstances.py) that the product found to hold. Where `named_by` (RE2) is found in the
    server's words, the server itself names this cause, and it stands first.
    """

    id: str
    likelihood: int
    says: Words
    why: Words
    test: Words
    supports: Mapping[str, int]
    weakens: Mapping[str, int]
    named_by: str | None = None
    #: Provider ids this cause can be true of; empty: any provider, also an unknown one.
    providers: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Step:
    """One thing to do: a shared procedure by its id, or words of its own. `weakens` warns of what it costs."""

    party: Party
    procedure: str | None = None
    says: Words | None = None
    weakens: Words | None = None
    #: Provider ids this step is for; empty: any provider, also an unknown one.
    providers: tuple[str, ...] = ()
    #: Only where no other step of the entry is made for the provider at hand.
    elsewhere: bool = False


@dataclass(frozen=True, kw_only=True)
class Command:
    """Lines to type, with what they print when all is well. `does` tells looking from changing."""

    shell: Literal["powershell", "bash", "text"]
    does: Literal["check", "change", "undo"]
    run: tuple[str, ...]
    expect: Words | None = None


@dataclass(frozen=True, kw_only=True)
class Procedure:
    """How to do one thing, shared by entries: clicks in the reader's language, commands, proof, way back, price."""

    id: str
    party: Party
    title: Words
    clicks: Mapping[Language, tuple[str, ...]]
    commands: tuple[Command, ...] = ()
    wait: Words | None = None
    verify: Words | None = None
    undo: Words | None = None
    weakens: Words | None = None
    #: Provider ids it is of use at, when it stands among an entry's alternatives; empty: at any.
    providers: tuple[str, ...] = ()
    references: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Example:
    """A real text and the entry it must (example) or must not (near miss) lead to."""

    text: str
    #: For a near miss: the code it belongs to, when the catalogue knows.
    goes_to: str | None = None


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """One entry. `code` is its file name and its URL; `family` is its folder."""

    code: str
    family: str
    category: Category
    permanence: Permanence
    party: Party
    advice: Advice
    scope: Scope
    #: How sure the catalogue is that this is what the clues mean.
    confidence: Confidence
    verified: date
    title: Words
    #: One sentence fragment for the verdict: who refused what ("Microsoft refused the sign-in of {login}").
    summary: Words
    meaning: Words
    #: What a reader could wrongly conclude.
    not_meaning: Words
    causes: tuple[Cause, ...]
    steps: tuple[Step, ...]
    #: Procedures to fall back on when the steps cannot be taken.
    alternatives: tuple[str, ...]
    #: Deadlines (deadlines.toml) that matter to whoever reads this entry.
    deadlines: tuple[str, ...]
    references: tuple[str, ...]
    clues: tuple[Clue, ...]
    examples: tuple[Example, ...]
    near_misses: tuple[Example, ...]
    #: The entry's words are not written yet; title and meaning are those of the code dictionary.
    pending: bool = False
    #: Permanence holds whatever the first digit of the reply says (a refused login stays refused on a 4xx).
    permanence_holds: bool = False
