"""Texts are compared without accents, and whatever stands in them comes out as ASCII."""

from hypothesis import given
from hypothesis import strategies as st

from diagnostics.folding import folded


def test_it_takes_accents_away():
    assert folded("La dirección no existe, el buzón está lleno") == "La direccion no existe, el buzon esta lleno"


def test_it_spells_letters_that_have_no_plain_form():
    assert folded("zu groß, nie ma użytkownika Łódź") == "zu gross, nie ma uzytkownika Lodz"


def test_it_makes_printers_signs_plain():
    assert folded("doesn’t\u00a0exist – sorry") == "doesn't exist - sorry"


@given(st.text())
def test_whatever_comes_in_ascii_goes_out(text):
    assert folded(text).isascii()


@given(st.text(alphabet=st.characters(max_codepoint=127)))
def test_ascii_stays_as_it_is(text):
    assert folded(text) == text
