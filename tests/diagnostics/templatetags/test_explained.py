"""Only addresses the catalogue itself names become links."""

from diagnostics.document import Highlight
from diagnostics.templatetags.explained import is_known_code, kinds_of, linked, page_link


def test_an_address_of_the_catalogue_becomes_a_link():
    html = linked("Open https://entra.microsoft.com, then look")

    assert 'Open <a href="https://entra.microsoft.com" target="_blank" rel="noopener noreferrer">' in html
    assert html.endswith("</a>, then look")


def test_any_other_address_stays_text():
    assert linked("See https://evil.example/entra.microsoft.com") == "See https://evil.example/entra.microsoft.com"


def test_markup_is_text():
    assert linked("<b>https://entra.microsoft.com</b>").startswith("&lt;b&gt;<a ")


def test_only_marks_that_occur_are_explained():
    parts = [Highlight(text="a", kind="plain"), Highlight(text="b", kind="decides"), Highlight(text="", kind="context")]

    assert kinds_of(parts) == {"decides"}


def test_only_codes_of_the_dictionary_have_a_page():
    assert is_known_code("5.7.139")
    assert not is_known_code("9.9.9")


def test_a_page_is_called_by_what_it_tells():
    assert page_link("https://learn.microsoft.com/es-es/graph/api/user-sendmail", "es") == (
        '<a href="https://learn.microsoft.com/es-es/graph/api/user-sendmail" target="_blank" '
        'rel="noopener noreferrer">Microsoft Graph: enviar correo, para desarrolladores</a>'
    )
    assert page_link("https://evil.example/", "en") == "https://evil.example/"
