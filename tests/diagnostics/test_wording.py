"""Both languages say the same things, each in its own way."""

import re

import pytest

from diagnostics.circumstances import CIRCUMSTANCES
from diagnostics.placeholders import PLACEHOLDERS
from diagnostics.vocabulary import (
    ADVICES,
    CATEGORIES,
    CHECK_STATES,
    CONFIDENCES,
    LANGUAGES,
    PARTIES,
    PERMANENCES,
    SECURITIES,
    STAGES,
    Language,
)
from diagnostics.wording import names_in, wording

ENGLISH, SPANISH = wording("en"), wording("es")
SENTENCES = [(language, key) for language in LANGUAGES for key in sorted(wording(language).keys())]


def test_both_languages_have_the_same_keys() -> None:
    assert ENGLISH.keys() == SPANISH.keys()


@pytest.mark.parametrize("key", sorted(ENGLISH.keys()))
def test_both_languages_want_the_same_values(key: str) -> None:
    assert names_in(ENGLISH.say(key)) == names_in(SPANISH.say(key))


@pytest.mark.parametrize(
    ("label", "words"),
    [
        ("category", CATEGORIES),
        ("permanence", PERMANENCES),
        ("party", PARTIES),
        ("advice", ADVICES),
        ("confidence", CONFIDENCES),
        ("state", CHECK_STATES),
        ("stage", STAGES),
        ("security", SECURITIES),
    ],
)
def test_every_word_of_a_closed_list_has_a_label(label: str, words: tuple[str, ...]) -> None:
    assert set(words) <= set(ENGLISH.under(f"label.{label}"))


@pytest.mark.parametrize(
    ("under", "words"),
    [
        ("problem", CATEGORIES),
        ("circumstance", CIRCUMSTANCES),
        ("stand_in.prose", PLACEHOLDERS),
        ("stand_in.value", PLACEHOLDERS),
        ("verdict.party", PARTIES),
        ("verdict.advice", ADVICES),
    ],
)
def test_every_word_of_a_closed_list_has_a_sentence(under: str, words: tuple[str, ...]) -> None:
    assert set(words) <= set(ENGLISH.under(under))


@pytest.mark.parametrize(("language", "key"), SENTENCES)
def test_no_sentence_shouts_or_is_empty(language: Language, key: str) -> None:
    sentence = wording(language).say(key)

    assert sentence.strip() == sentence != ""
    assert "!" not in sentence
    assert "¡" not in sentence


@pytest.mark.parametrize("key", [key for key in sorted(SPANISH.keys()) if len(SPANISH.say(key)) > 40])
def test_spanish_is_not_english(key: str) -> None:
    assert SPANISH.say(key) != ENGLISH.say(key)


def test_spanish_addresses_the_reader_as_usted() -> None:
    text = " ".join(SPANISH.say(key) for key in sorted(SPANISH.keys()))

    assert not re.search(r"\b(?:tú|tu|tus|puedes|tienes|debes|haz|usa tu|vosotros)\b", text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("items", "english", "spanish"),
    [
        (["1"], "1", "1"),
        (["1", "2"], "1 and 2", "1 y 2"),
        (["1", "2", "3"], "1, 2 and 3", "1, 2 y 3"),
        (["host", "inicio"], "host and inicio", "host e inicio"),
    ],
)
def test_lists_are_joined_as_each_language_does(items: list[str], english: str, spanish: str) -> None:
    assert ENGLISH.listed(items) == english
    assert SPANISH.listed(items) == spanish


def test_a_key_that_does_not_exist_is_a_mistake() -> None:
    with pytest.raises(KeyError):
        ENGLISH.say("no.such.key")
