"""One thing changed in the real case changes verdict, checks, causes and steps; a reader could tell them apart."""

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
