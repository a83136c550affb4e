"""One thing changed in the real case changes verdict, checks, causes and steps; a reader could tell them apart."""

from datetime import UTC, datetime
from typing import Any

import pytest

from diagnostics.document import Document
from diagnostics.rendering import render
from tests.diagnostics.real_case import SENDER, TRAILER, record, refusal, told

MUTANTS = {
    "the real case": told(),
    "SMTP AUTH off for the tenant": told(
        record(
            refusal(
                "SmtpClientAuthentication is disabled for the Tenant. "
                "Visit https://aka.ms/smtp_auth_disabled for more information."
            )
        )
    ),
    "wrong password": told(record(refusal("the user credentials were incorrect."))),
    "port 465 with STARTTLS": told(record(port=465)),
    "SSL off": told(record(ssl=False)),
    "another provider's host": told(record(host="smtp.gmail.com")),
    "From is not the login": told(login="robot@example.com"),
    "SMTP AUTH off for the mailbox": told(
        record(refusal("SmtpClientAuthentication is disabled for the Mailbox. Visit https://aka.ms/smtp_auth_disabled"))
    ),
    "passwords switched off": told(record(refusal("basic authentication is disabled."))),
    "account locked": told(record(refusal("account locked."))),
}
LONG_AGO, YESTERDAY = datetime(2025, 12, 20, tzinfo=UTC), datetime(2026, 1, 8, 20, tzinfo=UTC)
WRONG_PASSWORD = record(refusal("the user credentials were incorrect."))
SWITCHED_OFF = record(refusal("SmtpClientAuthentication is disabled for the Tenant."))
#: The same words, other things known: which cause stands first then, and which words say why.
EVIDENCE: dict[str, tuple[str | None, dict[str, Any], str, str]] = {
    "nothing known": (None, {}, "conditional-access", "nothing known of this case"),
    "security defaults named": (
        record(refusal("user is locked by your organization's security defaults policy. Contact your administrator.")),
        {},
        "security-defaults",
        "The server itself names this cause",
    ),
    "worked yesterday": (None, {"last_success_at": YESTERDAY}, "conditional-access", "has sent mail before"),
    "never worked, others do": (
        None,
        {"never_succeeded": True, "siblings_working": 3},
        "multi-factor",
        "no e-mail of this account has ever been accepted; other accounts at the same provider work (3)",
    ),
    "all accounts fail": (
        None,
        {"siblings_failing": 3, "similar_failures": 40},
        "conditional-access",
        "other accounts at the same provider fail too (3); many e-mails fail in this way now (40)",
    ),
    "no password login offered": (None, {"mechanisms_offered": ("XOAUTH2",)}, "multi-factor", "nothing known"),
    "wrong password, worked yesterday": (
        WRONG_PASSWORD,
        {"last_success_at": YESTERDAY},
        "changed-password",
        "has sent mail before",
    ),
    "wrong password, stored anew since": (
        WRONG_PASSWORD,
        {"last_success_at": LONG_AGO, "changed_since_success": ("password",)},
        "spoilt-secret",
        "since the last success this was changed: password",
    ),
    "wrong password, never worked": (
        WRONG_PASSWORD,
        {"never_succeeded": True},
        "spoilt-secret",
        "no e-mail of this account has ever been accepted",
    ),
    "switched off, worked yesterday": (
        SWITCHED_OFF,
        {"last_success_at": YESTERDAY},
        "switched-off-lately",
        "has sent mail before",
    ),
    "switched off, never worked": (
        SWITCHED_OFF,
        {"never_succeeded": True},
        "never-allowed",
        "no e-mail of this account has ever been accepted",
    ),
}


def state(name: str, component: str) -> str:
    return next(row.state for row in MUTANTS[name].configuration if row.component == component)


def shown(document: Document) -> tuple[object, ...]:
    return (
        document.verdict,
        tuple((row.component, row.state, row.proof) for row in document.configuration),
        tuple((cause.id, cause.likelihood) for cause in document.causes),
        tuple(step.id for step in document.steps),
    )


@pytest.mark.parametrize("name", [name for name in MUTANTS if name != "the real case"])
def test_the_verdict_and_the_rest_of_the_page_change(name: str) -> None:
    real, mutant = shown(MUTANTS["the real case"]), shown(MUTANTS[name])

    assert mutant[0] != real[0]
    assert mutant[1] != real[1] or mutant[2] != real[2]
    assert mutant[3] != real[3]


def test_no_two_of_them_look_alike() -> None:
    assert len({render(document, "text") for document in MUTANTS.values()}) == len(MUTANTS)
    assert len({document.verdict for document in MUTANTS.values()}) == len(MUTANTS)


@pytest.mark.parametrize(("text", "facts", "first", "why"), EVIDENCE.values(), ids=EVIDENCE.keys())
def test_other_evidence_puts_another_cause_first_and_says_why(
    text: str | None, facts: dict[str, Any], first: str, why: str
) -> None:
    document = told(text, **facts)

    assert document.causes[0].id == first
    assert why in document.causes[0].why


def test_there_are_fifteen_and_more_and_no_two_rank_their_causes_alike() -> None:
    ranked = [
        tuple((cause.id, cause.why) for cause in told(text, **facts).causes) for text, facts, _, _ in EVIDENCE.values()
    ]

    assert len(MUTANTS) + len(EVIDENCE) - 1 >= 15
    assert len(set(ranked)) == len(ranked)


def test_a_policy_the_server_names_stands_first_whatever_else_is_known() -> None:
    text = record(refusal("user is locked by your organization's security defaults policy."))
    document = told(text, siblings_working=3, last_success_at=YESTERDAY)

    assert document.causes[0].id == "security-defaults"
    assert "The server itself names this cause" in document.causes[0].why


def test_smtp_auth_off_has_its_own_explanation_and_begins_at_the_switch() -> None:
    document = MUTANTS["SMTP AUTH off for the tenant"]

    assert document.code == "smtp-auth-disabled-tenant"
    assert document.steps[0].id in ("smtp-auth-mailbox", "smtp-auth-tenant")
    assert "conditional-access" not in [step.id for step in document.steps]


def test_a_wrong_password_is_said_and_tested_by_hand() -> None:
    document = MUTANTS["wrong password"]

    assert document.code == "bad-credentials"
    assert "conditional-access" not in [cause.id for cause in document.causes]
    assert document.deadlines


def test_a_wrong_password_marks_a_known_login_as_wrong() -> None:
    document = told(record(refusal("the user credentials were incorrect.")), login=SENDER)

    assert next(row.state for row in document.configuration if row.component == "login") == "wrong"


def test_port_465_is_closed_at_microsoft_and_to_dotnet() -> None:
    document = MUTANTS["port 465 with STARTTLS"]

    assert state("port 465 with STARTTLS", "port") == "wrong"
    assert state("port 465 with STARTTLS", "security") == "warning"
    assert document.steps[0].id == "correct-settings"
    assert "wrong-tls-mode" in [cause.id for cause in document.causes]
    assert "587" in document.verdict


def test_port_465_that_ran_into_the_time_limit_is_settled_by_the_settings() -> None:
    text = record(port=465, status="GeneralFailure", message="The operation has timed out.")
    document = told(text)

    assert document.category in ("connection", "tls")
    assert "465" in document.causes[0].why + document.causes[0].text + document.verdict
    assert document.causes[0].likelihood in ("very-likely", "likely")
    assert document.steps[0].id == "correct-settings"


def test_encryption_that_is_off_is_wrong_though_the_server_answered() -> None:
    document = MUTANTS["SSL off"]
    security = next(row for row in document.configuration if row.component == "security")

    assert security.state == "wrong"
    assert security.expected.startswith("STARTTLS")
    assert "answered the sign-in" in security.proof
    assert document.steps[0].id == "correct-settings"
    assert "security-disabled" in [cause.id for cause in document.causes]


def test_a_server_that_asks_for_encryption_first_is_about_encryption() -> None:
    text = record(
        "5.7.0 Must issue a STARTTLS command first. 7-20020a05sm.12 - gsmtp", ssl=False, host="smtp.gmail.com"
    )
    document = told(text)

    assert document.category == "tls"
    assert next(row.state for row in document.configuration if row.component == "security") == "wrong"


def test_another_providers_host_is_wrong_because_microsoft_answered() -> None:
    document = MUTANTS["another provider's host"]
    host = next(row for row in document.configuration if row.component == "host")

    assert (host.state, host.expected) == ("wrong", "smtp.office365.com")
    assert "Gmail" in host.proof
    assert document.provider == "Microsoft 365"
    assert document.causes[0].id == "other-providers-host"


def test_a_from_that_is_not_the_login_is_the_next_obstacle() -> None:
    document = MUTANTS["From is not the login"]

    assert state("From is not the login", "sender") == "warning"
    assert "robot@example.com" in document.verdict
    assert document.steps[-1].id == "send-as"


def test_the_refused_from_itself_is_explained_as_such() -> None:
    reply = f"5.2.252 SendAsDenied; robot@example.com not allowed to send as {SENDER}; {TRAILER}"
    document = told(record(reply, status="MailboxUnavailable"), login="robot@example.com")

    assert document.category == "sender-permission"
    assert next(row.state for row in document.configuration if row.component == "login") == "correct"
    assert next(row.state for row in document.configuration if row.component == "sender") == "wrong"
