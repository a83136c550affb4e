"""Mail is held, kept and sent again only where the product itself sends; elsewhere nobody promises it."""

import re

import pytest

from diagnostics.catalogue.registry import catalogue
from diagnostics.diagnose import diagnose
from diagnostics.facts import Facts
from diagnostics.narrative import compose
from diagnostics.rendering import render
from diagnostics.vocabulary import LANGUAGES, Language
from tests.diagnostics.real_case import told

PROMISES = re.compile(
    r"we hold back|hold this account|we will send (?:you )?the e-mail again\b(?! at once)|we will keep trying"
    r"|retenemos|retener los correos|le enviaremos el correo de nuevo(?! enseguida)|seguiremos intentándolo",
    re.IGNORECASE,
)
#: What a customer answers first (a better address, a free mailbox) is a promise of people, not of the product.
OF_OUR_OWN = {"recipient-unknown", "recipient-domain", "recipient-disabled", "mailbox-full", "recipient-restricted"}
CODES = sorted(code for code, entry in catalogue().entries.items() if entry.category not in OF_OUR_OWN)


def everything(code: str, language: Language, *, sends: bool | None) -> str:
    diagnosis = diagnose(catalogue().entries[code].examples[0].text, Facts(sends=sends))
    document = compose(diagnosis, language)
    return "\n".join([render(document, "text"), document.customer_answer, document.admin_ticket])


@pytest.mark.parametrize("sends", [None, False])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", CODES)
def test_nothing_is_promised_where_the_product_does_not_send(code: str, language: Language, sends: bool | None) -> None:
    assert PROMISES.findall(everything(code, language, sends=sends)) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_promised_where_the_product_sends(language: Language) -> None:
    assert len(PROMISES.findall(everything("criteria-not-met", language, sends=True))) >= 3


def test_the_ticket_asks_to_stop_sending_where_nothing_is_held() -> None:
    ticket = told(sends=False).admin_ticket

    assert "it is best to send nothing through this account" in ticket
    assert "begins with a single e-mail as a test" in ticket


def test_the_advice_is_to_send_nothing_where_nothing_is_held() -> None:
    assert told(sends=False).advice_label == "Send nothing through this account until it is repaired"
    assert told(sends=True).advice_label == "Hold this account's e-mails until it is repaired"
