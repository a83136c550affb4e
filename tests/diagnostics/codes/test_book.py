"""The code dictionary: every code is in it, once, and leads to the explanations that servers say it for."""

import pytest

from diagnostics.catalogue.registry import catalogue
from diagnostics.codes import dictionary
from diagnostics.codes.book import book, codes_in, is_code, search
from diagnostics.vocabulary import LANGUAGES


def test_every_status_of_the_registry_is_in_it() -> None:
    missing = [
        status for status in dictionary.statuses() if not {f"{digit}{status[1:]}" for digit in "245"} & set(book())
    ]

    assert missing == []


def test_every_reply_is_in_it_also_those_that_agree() -> None:
    assert set(dictionary.replies()) | {"220", "235", "250", "334", "354"} <= set(book())


def test_every_number_an_explanation_insists_on_is_in_it() -> None:
    clues = [clue.enhanced for entry in catalogue().entries.values() for clue in entry.clues if clue.enhanced]
    asked = {status for status in clues if "X" not in status}

    assert asked - set(book()) == set()


@pytest.mark.parametrize(
    "code", [code for code in book().values() if code.kind != "provider"], ids=lambda one: one.code
)
def test_what_the_registry_holds_has_words_in_every_language(code) -> None:
    assert [language for language in LANGUAGES if not (code.title[language] and code.meaning[language])] == []


@pytest.mark.parametrize(
    "code", [code for code in book().values() if code.kind == "provider"], ids=lambda one: one.code
)
def test_what_the_registry_does_not_hold_leads_to_an_explanation(code) -> None:
    assert code.uses


def test_a_family_of_refusals_leads_to_each_of_them() -> None:
    leads_to = {use.explanation.code for use in book()["5.7.139"].uses}

    assert {"criteria-not-met", "smtp-auth-disabled-tenant", "bad-credentials"} <= leads_to
    assert book()["5.7.139"].providers == ("Microsoft 365",)


def test_a_number_with_two_owners_is_known_to_have_them() -> None:
    code = book()["5.7.30"]

    assert code.differs
    assert {"Gmail", "Microsoft 365"} <= set(code.providers)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("535 5.7.139", {"535", "5.7.139"}),
        ("#5.1.1 smtp;550", {"5.1.1", "550"}),
        ("MustIssueStartTlsFirst", {"530"}),
        ("buzon lleno", {"5.2.2"}),
        ("BUZÓN LLENO", {"5.2.2"}),
        ("mailbox full", {"5.2.2"}),
        ("identity policy", {"5.7.139"}),
    ],
)
def test_codes_are_found_by_number_by_words_and_by_the_names_of_net(words, found) -> None:
    assert found <= {code.code for code in search(words)}


@pytest.mark.parametrize("words", ["5.9.99", "299", "zork quux"])
def test_what_nobody_knows_is_not_found(words) -> None:
    assert search(words) == ()


@pytest.mark.parametrize(
    ("text", "codes"),
    [("550-5.7.26 x", ("550", "5.7.26")), ("10.5.1.20", ()), ("2026-01-09", ()), ("v5.1.1.7", ()), ("5500", ())],
)
def test_only_codes_are_taken_for_codes(text, codes) -> None:
    assert codes_in(text) == codes


@pytest.mark.parametrize(
    ("text", "so"), [("550", True), ("5.7.139", True), ("650", False), ("9.1.1", False), ("", False)]
)
def test_the_form_of_a_code_is_known(text, so) -> None:
    assert is_code(text) is so
