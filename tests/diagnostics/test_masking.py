"""A masked document can be shown to strangers and still be worked with."""

from diagnostics.masking import mask, masked
from diagnostics.rendering import FORMS, render
from tests.diagnostics.real_case import RECIPIENT, SENDER, told


def test_an_address_keeps_its_first_letter_and_its_domain() -> None:
    assert (
        mask("from ana.b+x@mail.example.com, to b@example.org.") == "from a***@mail.example.com, to b***@example.org."
    )
    assert mask("no address @ all") == "no address @ all"


def test_no_form_of_a_masked_document_names_anybody() -> None:
    document = masked(told(login="robot@example.com"))

    for form in FORMS:
        shown = render(document, form)
        assert not [address for address in (SENDER, RECIPIENT, "robot@example.com") if address in shown]
        assert "f***@example.com" in shown.replace("\\", "")


def test_what_support_needs_stays() -> None:
    assert "08DE4F6D4916B5B3" in masked(told()).support_block
