"""What nobody knows is said honestly: quoted, with what was tried, and with a way to teach it."""

import pytest

from diagnostics.diagnosis import Diagnosis
from diagnostics.evidence import Evidence, Reply
from diagnostics.facts import Facts
from diagnostics.narrative import compose
from diagnostics.rendering import render
from diagnostics.vocabulary import Language
from tests.diagnostics.real_case import told

STRANGE = "554 5.9.9 Blorp rejected by the zog engine (code Q-77)"


def test_an_unknown_reply_is_quoted_and_not_guessed_at() -> None:
    document = told(STRANGE)

    assert document.code == "unrecognised"
    assert "".join(stretch.text for stretch in document.error) == STRANGE
    assert document.confidence == "low"
    assert document.causes == ()
    assert "554 5.9.9" in document.tried
    assert "copy the error text" in document.teach
    assert document.party_label


def test_a_code_the_dictionary_knows_says_only_what_the_code_says() -> None:
    reply = Reply(code=550, enhanced="5.6.2", text="xyzzy plugh", start=0, end=21)
    unknown = Diagnosis(
        evidence=Evidence(raw="550 5.6.2 xyzzy plugh", replies=(reply,)),
        facts=Facts(),
        explanation=None,
        category="message-format",
        permanence="permanent",
        party="developer",
        advice="give-up",
        confidence="low",
    )

    document = compose(unknown, "en")

    assert "What the code means in general" in document.meaning
    assert document.problem_is.startswith("As far as the code alone tells")
    assert "still finding out why" in document.customer_answer


def test_a_text_without_any_reply_asks_for_more_of_it() -> None:
    document = told("hello, the mail did not go")

    assert "no answer of a mail server" in document.verdict
    assert "lines around it" in document.meaning
    assert [step.id for step in document.steps] == ["step-log"]


def test_even_nothing_is_answered() -> None:
    for text in ("x", "\x00", "{}", "[]", "🙂" * 50):
        for form in ("text", "markdown", "json"):
            assert render(told(text), form)


def test_spanish_is_as_honest() -> None:
    document = told(STRANGE, "es")

    assert "Nadie nos ha explicado" in document.meaning
    assert "ninguna explicación del catálogo encaja" in document.tried


@pytest.mark.parametrize(
    ("language", "late", "wait"),
    [("en", "taking longer than usual", "but wait"), ("es", "tardando más", "salvo esperar")],
)
def test_late_mail_without_a_reason_is_late_and_not_unknown(language: Language, late: str, wait: str) -> None:
    document = told("This is a warning message only. It will be retried for 2 more days.", language)

    assert document.code == "delivery-delayed"
    assert late in document.customer_answer
    assert wait in document.verdict
    assert document.admin_ticket == ""
    assert document.teach == ""
