"""Texts are compared without accents; other scripts stay."""

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.folding import folded


def test_it_takes_accents_away():
    assert folded("La dirección no existe, el buzón está lleno") == "La direccion no existe, el buzon esta lleno"


def test_it_spells_letters_that_have_no_plain_form():
    assert folded("zu groß, nie ma użytkownika Łódź") == "zu gross, nie ma uzytkownika Lodz"


def test_it_makes_printers_signs_plain():
    assert folded("doesn’t\u00a0exist – sorry") == "doesn't exist - sorry"


def test_other_scripts_stay_in_lower_case():
    assert folded("Η ΟΜΆΔΑ 存在しない") == "η ομαδα 存在しない"


@given(st.text())
def test_folding_again_changes_nothing(text):
    assert folded(folded(text)) == folded(text)


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_stays_as_it_is(text):
    assert folded(text) == text
