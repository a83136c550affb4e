"""Names of things in clues stand for the words that servers use."""

import pytest

from diagnostics.catalogue.synonyms import spelled_out
from diagnostics.folding import folded
from diagnostics.patterns import compiled_folded


@pytest.mark.parametrize(
    "said", ["mailbox is full", "El buzón está lleno", "Postfach ist voll", "caixa postal cheia", "maildrop over quota"]
)
def test_a_thing_is_found_in_every_language(said):
    pattern = compiled_folded(spelled_out(r"{mailbox}\b.{0,40}{full}"))

    assert pattern.search(folded(said).encode())


def test_a_name_stands_for_one_group():
    """What follows a name follows each of its words."""
    pattern = compiled_folded(spelled_out("{unknown} {recipient}"))

    assert pattern.search(b"unknown user")
    assert not pattern.search(b"unknown")


@pytest.mark.parametrize("text", [r"user .{0,40} gone", r"\d{3}", "{nothing}"])
def test_other_braces_stay(text):
    assert spelled_out(text) == text
