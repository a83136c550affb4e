"""Whatever the pages say, they say in Spanish too; nothing is translated that nobody says."""

import io
import re
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.extract import extract
from babel.messages.pofile import read_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[1]
KEYWORDS = {
    "gettext": None,
    "gettext_lazy": None,
    "_": None,
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
}
Key = tuple[str | tuple[str, ...], str | None]


def said() -> set[Key]:
    """Every text that templates and code hand to gettext, with its context."""
    sources = {
        path: templatize(path.read_text("utf-8")).replace("\n", " ").strip()
        for path in (ROOT / "templates").rglob("*.html")
    }
    for folder in ("config", "delivery", "diagnostics"):
        sources |= {path: path.read_text("utf-8") for path in (ROOT / folder).rglob("*.py")}
    return {
        (_text(text), context)
        for source in sources.values()
        for _, text, _, context in extract("python", io.BytesIO(source.encode()), keywords=KEYWORDS)
    }


def translated(language: str) -> dict[Key, Message]:
    """What the language's file holds."""
    with (ROOT / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return {(_text(message.id), message.context): message for message in read_po(file) if message.id}


@pytest.mark.parametrize("language", ["en", "es"])
def test_the_file_holds_exactly_what_is_said(language):
    assert set(translated(language)) == said()


def test_everything_said_has_spanish_words():
    assert [key for key, message in translated("es").items() if message.fuzzy or not all(_strings(message))] == []


def test_translations_fill_in_the_same_values():
    def names(text: str) -> set[str]:
        return set(re.findall(r"%\((\w+)\)\w", text))

    wrong = [
        key
        for key, message in translated("es").items()
        if {frozenset(names(text)) for text in _strings(message)} - {frozenset(names(text)) for text in _ids(key)}
    ]
    assert wrong == []


def _text(text: object) -> str | tuple[str, ...]:
    return text if isinstance(text, str) else tuple(text)  # type: ignore[arg-type]


def _strings(message: Message) -> tuple[str, ...]:
    return (message.string,) if isinstance(message.string, str) else tuple(message.string or ())


def _ids(key: Key) -> tuple[str, ...]:
    return (key[0],) if isinstance(key[0], str) else key[0]
