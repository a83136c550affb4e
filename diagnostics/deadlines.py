"""Dated facts that bear on a repair: announced ends of service, counted down from the moment of asking."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from importlib import resources

from diagnostics.diagnosis import Diagnosis
from diagnostics.vocabulary import Category, Language


@dataclass(frozen=True, kw_only=True)
class Deadline:
    """One dated fact of deadlines.toml; that file explains the words."""

    id: str
    day: date
    verified: date
    providers: tuple[str, ...]
    categories: tuple[Category, ...]
    passwords_only: bool
    #: Whether a count-down helps: something ends on that day.
    counted: bool = True
    reference: str
    when: Mapping[Language, str]
    before: Mapping[Language, str]
    after: Mapping[Language, str]

    def days_left(self, now: datetime | None) -> int | None:
        """Return how many days remain (negative: passed), or None when nobody says what time it is."""
        return None if now is None else (self.day - now.date()).days

    def says(self, language: Language, now: datetime | None) -> str:
        """Return the fact as it reads before its day, or after."""
        left = self.days_left(now)
        return (self.after if left is not None and left < 0 else self.before)[language]

    def matters_to(self, diagnosis: Diagnosis) -> bool:
        """Whether it bears on this failure: named by the entry, or the provider and the category fit."""
        if self.passwords_only and diagnosis.facts.login_method == "xoauth2":
            return False
        provider = diagnosis.evidence.provider
        if provider is not None and provider not in self.providers:
            return False
        named = diagnosis.explanation is not None and self.id in diagnosis.explanation.deadlines
        return named or (provider is not None and diagnosis.category in self.categories)


@cache
def deadlines() -> dict[str, Deadline]:
    """Return every deadline by its id."""
    rows = tomllib.loads(resources.files(__package__).joinpath("deadlines.toml").read_text("utf-8"))
    return {id_: _deadline(id_, row) for id_, row in rows.items()}


def deadlines_for(diagnosis: Diagnosis) -> tuple[Deadline, ...]:
    """Return the deadlines that matter to one failure, the nearest first."""
    found = [deadline for deadline in deadlines().values() if deadline.matters_to(diagnosis)]
    return tuple(sorted(found, key=lambda deadline: deadline.day))


def _deadline(id_: str, row: dict[str, object]) -> Deadline:
    values = {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}
    values["day"] = values.pop("date")
    return Deadline(id=id_, **values)  # type: ignore[arg-type]
