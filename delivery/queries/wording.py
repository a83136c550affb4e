"""What explanations and categories are called in the viewer's language."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from diagnostics.catalogue.registry import catalogue
from diagnostics.vocabulary import Language
from diagnostics.wording import wording


@dataclass(frozen=True, kw_only=True)
class Names:
    """Titles by explanation code, labels by category."""

    titles: Mapping[str, str]
    categories: Mapping[str, str]


@cache
def names_in(language: Language) -> Names:
    """All names of one language, gathered once."""
    words = wording(language)
    known = {code: entry.title[language] for code, entry in catalogue().entries.items()}
    return Names(
        titles={"unrecognised": words.say("label.category.unknown"), **known},
        categories=words.under("label.category"),
    )
