"""What the page says besides the explanation is true of the case: who acts, how long, and what was proved."""

from datetime import UTC, datetime
from typing import Any

import pytest

from diagnostics.catalogue.registry import catalogue
from diagnostics.diagnose import diagnose
from diagnostics.document import CheckRow, Document
from diagnostics.facts import Facts
from diagnostics.narrative import compose
from diagnostics.vocabulary import Language

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)


def told(text: str, language: Language = "en", **facts: Any) -> Document:
    usual: dict[str, Any] = {"now": NOW, "host": "smtp.example.com", "port": 587, "security": "starttls", "sends": True}
    return compose(diagnose(text, Facts(**{**usual, **facts})), language)


def row(document: Document, component: str) -> CheckRow:
    return next(each for each in document.configuration if each.component == component)


@pytest.mark.parametrize("code", sorted(catalogue().entries))
def test_the_summary_names_whoever_does_the_first_step(code: str) -> None:
    document = told(catalogue().entries[code].examples[0].text)
    steps = [step for step in document.steps if step.id != "correct-settings"]

    if document.summary and steps:
        assert (document.summary[0].action, document.summary[0].party_label) == (steps[0].title, steps[0].party_label)


@pytest.mark.parametrize(
    ("language", "until"), [("en", "before the limit opens again"), ("es", "antes de que el límite se abra de nuevo")]
)
def test_a_used_up_allowance_is_waited_for_and_not_repaired(language: Language, until: str) -> None:
    document = told("550 5.4.5 Daily user sending limit exceeded. - gsmtp", language)

    assert until in document.verdict
    assert "repair" not in document.verdict + document.advice_label
    assert "repare" not in document.verdict + document.advice_label


def test_who_is_asked_to_come_back_has_done_nothing_wrong() -> None:
    document = told("450 4.2.0 <user@example.net>: Recipient address rejected: Greylisted, see http://example.net")

    assert document.summary[0].state == "warning"


@pytest.mark.parametrize(
    "text",
    [
        "[SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1006)",
        "[SSL: WRONG_VERSION_NUMBER] wrong version number (_ssl.c:1006)",
        "javax.net.ssl.SSLHandshakeException: PKIX path building failed",
    ],
)
def test_where_encryption_broke_off_somebody_had_answered(text: str) -> None:
    document = told(text)

    assert "took the connection" in row(document, "host").proof
    assert "connection was opened" in row(document, "port").proof


def test_the_recipients_provider_proves_nothing_about_our_server() -> None:
    document = told("550-5.1.1 The email account that you tried to reach does not exist. 98e67ed59e1d1 - gsmtp")

    assert "Gmail" not in " ".join(each.proof for each in document.configuration)
    assert row(document, "security").state == "not_tested"


def test_the_owner_of_the_host_name_proves_it() -> None:
    document = told("550 5.1.1 user unknown 98e67ed59e1d1 - gsmtp", host="smtp.gmail.com")

    assert "Gmail" in row(document, "host").proof


def test_a_text_reported_days_later_is_no_gap_of_clocks() -> None:
    signature = "[AM0PR01CA1.eurprd01.prod.outlook.com 2026-02-03T09:00:00.000Z 08DE000000000001]"
    text = f"535 5.7.139 Authentication unsuccessful, account locked. {signature}"
    document = told(text, recorded_at=NOW, host="smtp.office365.com")

    assert "The server replied at 2026-02-03 09:00:00 UTC" in document.attempts_summary
    assert " s after the server's reply" not in document.attempts_summary


def test_nobody_needs_a_permission_to_send_as_himself() -> None:
    own: dict[str, Any] = {"login": "shop@example.com", "sender": "Shop@example.com", "host": "smtp.office365.com"}
    document = told("550 5.1.8 Access denied, bad outbound sender. AS(42004)", **own)

    assert not {"send-as", "from-equals-login"} & {step.id for step in document.steps}
