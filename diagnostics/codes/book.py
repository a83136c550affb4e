"""The code dictionary as people leaf through it: every code the library knows, with the explanations it leads to."""

import re
import tomllib
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from diagnostics.catalogue.explanation import Explanation
from diagnostics.catalogue.registry import catalogue
from diagnostics.codes import dictionary
from diagnostics.codes.dictionary import DotnetStatus
from diagnostics.providers import provider_named
from diagnostics.reading import read
from diagnostics.reading.provider import recognise
from diagnostics.vocabulary import Category, Language

#: Digits of a reply, a status of the registry, or a number that only a provider uses.
Kind = Literal["reply", "status", "provider"]

_REPLY = re.compile(r"[2-5]\d\d")
_STATUS = re.compile(r"[245]\.\d{1,3}\.\d{1,3}")


@dataclass(frozen=True, kw_only=True)
class Use:
    """An explanation that a code leads to; `provider` is the name of who says it so, empty for everybody."""

    explanation: Explanation
    provider: str


@dataclass(frozen=True, kw_only=True)
class Code:
    """One code as it is looked up. A provider's own number has neither title nor meaning but what its uses say."""

    code: str
    kind: Kind
    title: Mapping[Language, str] | None = None
    meaning: Mapping[Language, str] | None = None
    category: Category | None = None
    uses: tuple[Use, ...] = ()
    #: The names .NET gives to a reply.
    dotnet: tuple[DotnetStatus, ...] = ()
    #: The same status with another first digit, where that is known too.
    siblings: tuple[str, ...] = ()

    @property
    def providers(self) -> tuple[str, ...]:
        """Who uses it, as far as only some do."""
        return tuple(dict.fromkeys(use.provider for use in self.uses if use.provider))

    @property
    def differs(self) -> bool:
        """Whether somebody uses the number for something else than the registry says."""
        return self.kind == "status" and any(
            use.provider and use.explanation.category != self.category for use in self.uses
        )

    @property
    def subject(self) -> str:
        """The middle number of a status, which names what it is about; empty for a reply."""
        return "" if self.kind == "reply" else self.code.split(".")[1]


@cache
def book() -> Mapping[str, Code]:
    """Return every known code: replies, then statuses, each in the order of their numbers, refusals first."""
    leads_to = _leads_to()
    codes = [*_replies(leads_to), *_statuses(leads_to)]
    return {code.code: code for code in codes}


def is_code(text: str) -> bool:
    """Whether a text has the form of a code at all."""
    return bool(_REPLY.fullmatch(text) or _STATUS.fullmatch(text))


def search(words: str) -> tuple[Code, ...]:
    """Return the codes that a text names, else those whose words hold all of its words, in either language."""
    named = codes_in(words)
    if named:
        return tuple(book()[code] for code in named if code in book())
    wanted = _plain(words).split()
    return tuple(code for code, said in _index() if all(word in said for word in wanted))


def codes_in(words: str) -> tuple[str, ...]:
    """Return the codes a text names, each once: "#535 5.7.139" names two."""
    found = re.findall(r"(?<![\d.])(?:[245]\.\d{1,3}\.\d{1,3}|[2-5]\d\d)(?![\d.]*\d)", words)
    return tuple(dict.fromkeys(found))


def _replies(leads_to: Mapping[str, tuple[Use, ...]]) -> list[Code]:
    names: dict[str, list[DotnetStatus]] = {}
    for status in dictionary.dotnet_statuses().values():
        names.setdefault(str(status.code), []).append(status)
    positive = tomllib.loads(resources.files(__package__).joinpath("positive.toml").read_text("utf-8"))
    told = [Code(code=code, kind="reply", dotnet=tuple(names.get(code, ())), **row) for code, row in positive.items()]
    told += [
        Code(
            code=code,
            kind="reply",
            title=means.title,
            meaning=means.meaning,
            category=means.category,
            uses=leads_to.get(code, ()),
            dotnet=tuple(names.get(code, ())),
        )
        for code, means in dictionary.replies().items()
    ]
    # Refusals first: nobody looks up what went well in a hurry.
    return sorted(told, key=lambda each: (each.category is None, each.code))


def _statuses(leads_to: Mapping[str, tuple[Use, ...]]) -> list[Code]:
    numbers = {code for code in leads_to if _STATUS.fullmatch(code)}
    for status, means in dictionary.statuses().items():
        # What confirms something begins with 2; everything else comes as a refusal for now or for good.
        numbers |= {f"{digit}{status[1:]}" for digit in ("2" if means.category == "feedback" else "45")}
    told = []
    for number in sorted(numbers, key=_order):
        known = dictionary.enhanced(number)
        told.append(
            Code(
                code=number,
                kind="status" if known else "provider",
                title=known.title if known else None,
                meaning=known.meaning if known else None,
                category=known.category if known else None,
                uses=leads_to.get(number, ()),
                siblings=tuple(
                    f"{digit}{number[1:]}" for digit in "245" if f"{digit}{number[1:]}" in numbers - {number}
                ),
            )
        )
    return told


def _leads_to() -> dict[str, tuple[Use, ...]]:
    """Which explanations each code leads to: by clues that insist on it, and in answers servers really gave."""
    found: dict[str, dict[str, Use]] = {}

    def note(code: str, entry: Explanation, provider: str | None) -> None:
        known = provider_named(provider)
        known = provider_named(known.family) if known and known.family else known
        name = known.name if known and not known.generic else ""
        uses = found.setdefault(code, {})
        if entry.code in uses and uses[entry.code].provider != name:
            name = ""
        uses[entry.code] = Use(explanation=entry, provider=name)

    for entry in catalogue().entries.values():
        for code, provider in _named_by(entry):
            note(code, entry, provider)
    return {
        code: tuple(sorted(uses.values(), key=lambda use: (use.provider, use.explanation.code)))
        for code, uses in found.items()
    }


def _named_by(entry: Explanation) -> list[tuple[str, str | None]]:
    """Return the codes of an entry's clues and of the replies that decide its examples, each with who says it."""
    own = entry.family if provider_named(entry.family) else None
    named: list[tuple[str, str | None]] = []
    for clue in entry.clues:
        if clue.enhanced and "X" not in clue.enhanced[1:]:
            digits = "45" if clue.enhanced[0] == "X" else clue.enhanced[0]
            named += [(f"{digit}{clue.enhanced[1:]}", own or clue.provider) for digit in digits]
        if clue.code and not clue.enhanced:
            named.append((str(clue.code), own or clue.provider))
    for example in entry.examples:
        reply = read(example.text).deciding
        if reply is not None:
            provider = own or recognise(example.text, None, None)
            named += [(str(code), provider) for code in (reply.code, reply.enhanced) if code]
    return named


@cache
def _index() -> tuple[tuple[Code, str], ...]:
    """Every code with all that can be searched of it, plain."""
    rows = []
    for code in book().values():
        said = [*(code.title or {}).values(), *(code.meaning or {}).values(), *code.providers]
        said += [status.name for status in code.dotnet]
        if code.kind == "provider":
            said += [text for use in code.uses for text in use.explanation.title.values()]
        rows.append((code, _plain(" ".join(said))))
    return tuple(rows)


def _plain(text: str) -> str:
    """Lower case without accents, as people type."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def _order(status: str) -> tuple[int, int, int]:
    first, subject, detail = (int(part) for part in status.split("."))
    # Refusals for good stand before those for now: that is what people look up.
    return (subject, detail, -first)
