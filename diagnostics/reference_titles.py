"""What official pages tell, where their address alone says nothing to a reader."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

from diagnostics.tables import tables
from diagnostics.vocabulary import Language

_FILE = "reference_titles.toml"


@cache
def reference_titles() -> Mapping[str, Mapping[Language, str]]:
    """Return the titles by address, without its scheme and language."""
    groups = tables(Path(__file__).parent, _FILE, kept_as="reference_titles")[_FILE]
    return {address: title for group in groups.values() for address, title in group.items()}


def title_of(url: str, language: Language) -> str | None:
    """Return what a page tells, or None where nobody has written it down."""
    title = reference_titles().get(url.removeprefix("https://").replace("/es-es/", "/", 1))
    return title[language] if title else None
