"""Values are filled in; what is missing gets a readable stand-in; what is hostile never reaches a command."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from diagnostics.placeholders import PLACEHOLDERS, Filling, is_safe, one_line
from diagnostics.vocabulary import LANGUAGES, Language
from diagnostics.wording import wording

COMMAND = (
    "Get-CASMailbox -Identity \"{login}\" | Where {{ $_.Name -eq '{from}' }}; openssl s_client -connect {host}:{port}"
)


def filling(language: Language = "en", **values: Any) -> Filling:
    return Filling(values=values, words=wording(language))


def test_known_values_are_filled_in_everywhere() -> None:
    fill = filling(login="a@example.com")

    assert fill.prose("of {login}") == fill.click("of {login}") == fill.command("of {login}") == "of a@example.com"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", PLACEHOLDERS)
def test_a_missing_value_has_a_stand_in_everywhere(language: Language, name: str) -> None:
    fill, text = filling(language), f"x {{{name}}} y"

    for filled in (fill.prose(text), fill.click(text), fill.command(text)):
        assert "{" not in filled
        assert "None" not in filled
        assert filled not in ("x y", "x  y")


def test_an_unknown_login_is_spoken_of_by_its_from_address() -> None:
    fill = Filling(values={"from": "a@example.com"}, words=wording("en"))

    assert fill.prose("{login}") == "the account that sends as a@example.com"
    assert fill.command("{login}") == "a@example.com"
    assert fill.assumes("Get-Mailbox {login}")
    assert not fill.assumes("Get-Mailbox")
    assert not filling(login="b@example.com").assumes("{login}")


def test_a_login_is_never_said_to_send_as_itself() -> None:
    fill = Filling(values={"from": "a@example.com"}, words=wording("en"))
    text = "Let {login} send as {from}"

    assert fill.prose(text) == "Let the sending account send as a@example.com"
    assert fill.click(text) == fill.command(text) == "Let <your-account> send as a@example.com"
    assert not fill.assumes(text)


@pytest.mark.parametrize(
    ("language", "text", "said"),
    [
        ("en", "{host} refused. {from_domain} asks", "The mail server refused. The sender's domain asks"),
        ("es", "El nombre de {host} lleva a {host}", "El nombre del servidor de correo lleva al servidor de correo"),
        ("es", "El registro de {host}", "El registro del servidor de correo"),
        ("es", "La norma de {recipient}", "La norma de la dirección de destino"),
        ("en", "The record at _dmarc.{from_domain} holds", "The record at _dmarc.<sender-domain> holds"),
    ],
)
def test_a_sentence_reads_well_without_its_values(language: Language, text: str, said: str) -> None:
    assert filling(language).prose(text) == said


def test_a_known_value_leaves_the_words_around_it_alone() -> None:
    fill = filling("es", host="el.example.com", from_domain="example.com")

    assert fill.prose("{from_domain} pide a {host} algo") == "example.com pide a el.example.com algo"


def test_braces_of_powershell_are_left_alone() -> None:
    line = '@{n="Code";e={$_.Status.ErrorCode}}'

    assert filling().command(line) == line


@pytest.mark.parametrize(
    "value",
    [
        'a"; Remove-Item -Recurse C:\\; "@example.com',
        "a'; rm -rf ~; '@example.com",
        "a`$(whoami)@example.com",
        "$(id)@example.com",
        "a@example.com\nrm -rf /",
        "a@example.com | sh",
        "-Filter",
        "a\u2019; Get-Process; \u2019@example.com",
        "a\u202e@example.com",
        "a&b@example.com",
        "a" * 300 + "@example.com",
    ],
)
def test_a_value_that_could_break_out_of_quotes_is_replaced(value: str) -> None:
    fill = Filling(values={"login": value, "from": "b@example.com", "port": "587"}, words=wording("en"))

    assert "<your-account>" in fill.command(COMMAND)
    assert value not in fill.command(COMMAND)
    assert fill.withholds(COMMAND)


@given(st.text(max_size=300))
def test_no_command_ever_holds_a_sign_that_a_shell_would_obey(value: str) -> None:
    line = filling(login=value).command("X -Identity '{login}'")

    inside = re.fullmatch(r"X -Identity '(.*)'", line, re.DOTALL)
    assert inside is not None
    assert inside[1] == "<your-account>" or is_safe(inside[1])
    assert not set(inside[1].replace("<your-account>", "")) & set("'\"`$;|&<>(){}[]\\\n\r\t !*?#~^%‘’“”‚„‛")


@given(st.text(max_size=400))
def test_shown_values_are_one_visible_line(value: str) -> None:
    shown = one_line(value)

    assert len(shown) <= 254
    assert not any(sign in shown for sign in "\n\r\x1b\x00\u202e\u2028")
