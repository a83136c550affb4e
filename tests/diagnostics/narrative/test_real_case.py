"""What the explanation of the real case must say, must leave open, and must not claim."""

from datetime import UTC, datetime

import pytest

from diagnostics.document import CheckRow, Document
from diagnostics.rendering import render
from diagnostics.vocabulary import LANGUAGES
from tests.diagnostics.real_case import RECIPIENT, SENDER, diagnosed, record, told


@pytest.fixture(params=LANGUAGES)
def document(request: pytest.FixtureRequest) -> Document:
    return told(language=request.param)


def rows(document: Document) -> dict[str, CheckRow]:
    return {row.component: row for row in document.configuration}


def test_the_title_is_code_and_name() -> None:
    assert told().title == "535 5.7.139 – Sign-in refused by an identity policy (Microsoft 365)"
    assert told(language="es").title == (
        "535 5.7.139 – Inicio de sesión rechazado por una política de identidad (Microsoft 365)"
    )


def test_the_verdict_says_what_failed_whose_move_it_is_and_whether_waiting_helps() -> None:
    verdict = told().verdict

    assert SENDER in verdict
    assert "Your Microsoft 365 administrator has to act" in verdict
    assert "Do not retry" in verdict
    assert "lock the account" in verdict


def test_it_is_a_sign_in_refusal_that_the_administrator_must_settle(document: Document) -> None:
    found = (document.code, document.category, document.permanence, document.party, document.advice)

    assert found == ("criteria-not-met", "authentication", "permanent", "account-admin", "hold-account")
    assert document.provider == "Microsoft 365"


def test_the_raw_error_is_untouched_and_its_deciding_words_are_marked(document: Document) -> None:
    assert "".join(stretch.text for stretch in document.error) == diagnosed().evidence.raw
    deciding = "".join(stretch.text for stretch in document.error if stretch.kind == "decides")
    assert "did not meet the criteria" in deciding
    assert next(stretch.text for stretch in document.error if stretch.kind == "consequence").startswith("5.7.57")


def test_part_by_part_the_outer_reply_follows_and_the_inner_decides(document: Document) -> None:
    blocks = [(block.name, block.role) for block in document.code_by_code]

    assert blocks[:3] == [
        ("MustIssueStartTlsFirst", "context"),
        ("530 5.7.57", "consequence"),
        ("535 5.7.139", "decides"),
    ]


def test_the_dotnet_name_is_explained_as_a_name_only() -> None:
    block = told().code_by_code[0]

    assert "530" in block.meaning
    assert "does not ask for encryption" in block.not_meaning


def test_who_answered_and_when_stands_ready_for_support(document: Document) -> None:
    for text in (document.support_block, document.admin_ticket):
        assert "CH0PR08CA0021.namprd08.prod.outlook.com" in text
        assert "2026-01-09 16:12:30.678 UTC" in text
        assert "08DE4F6D4916B5B3" in text
    assert document.server_time == datetime(2026, 1, 9, 16, 12, 30, 678000, tzinfo=UTC)
    assert any("namprd08" in block.meaning for block in document.code_by_code)


def test_host_port_and_encryption_are_correct_each_with_its_proof(document: Document) -> None:
    found = rows(document)

    assert (found["host"].state, found["host"].value) == ("correct", "smtp.office365.com")
    assert "CH0PR08CA0021.namprd08.prod.outlook.com" in found["host"].proof
    assert (found["port"].state, found["port"].value) == ("correct", "587")
    assert (found["security"].state, found["security"].value) == ("correct", "STARTTLS (EnableSsl = true)")
    assert "Microsoft 365" in found["security"].proof


def test_login_from_and_recipient_are_not_tested_and_say_why() -> None:
    found = rows(told())

    assert {found[name].state for name in ("login", "sender", "recipient")} == {"not_tested"}
    assert "does not name the account" in found["login"].proof
    assert "Never examined" in found["sender"].proof
    assert "The address is internal" in found["recipient"].proof
    assert found["recipient"].value == RECIPIENT


def test_two_of_three_attempts_are_not_recorded_and_nothing_is_invented_for_them(document: Document) -> None:
    first, second, third = document.attempts

    assert (first.at, second.at) == ("", "")
    assert (first.at_time, second.at_time) == (None, None)
    assert third.at == "2026-01-09 16:12:49 UTC"
    assert first.outcome == second.outcome != third.outcome


def test_the_gap_to_the_servers_reply_is_named() -> None:
    summary = told().attempts_summary

    assert "3 attempts" in summary
    assert "attempts 1 and 2" in summary
    assert "18 s after the server's reply" in summary


def test_the_first_step_is_the_sign_in_log(document: Document) -> None:
    assert document.steps[0].id == "signin-log"
    assert document.steps[0].party == "account-admin"


def test_what_lowers_security_is_never_first_and_bears_a_warning(document: Document) -> None:
    assert not document.steps[0].weakens
    assert all(step.weakens for step in document.steps if step.id == "security-defaults")


def test_causes_are_ranked_and_each_has_a_reason_and_a_test(document: Document) -> None:
    assert document.causes[0].id == "conditional-access"
    assert all(cause.why and cause.test for cause in document.causes)


@pytest.mark.parametrize(
    "words", ["Conditional Access", "security defaults", "Get-CASMailbox", "end of December 2026", "do not retry"]
)
def test_it_mentions(words: str) -> None:
    assert words.lower() in render(told(), "text").lower().replace("\n", " ")


@pytest.mark.parametrize("words", ["enable ssl", "smtp auth is not enabled", "smtp auth is off", "from is correct"])
def test_it_does_not_claim(words: str) -> None:
    assert words not in " ".join(render(told(), "text").lower().split())


def test_commands_hold_the_real_account_and_say_that_it_is_assumed() -> None:
    document = told()
    lines = [line for step in document.steps for command in step.commands for line in command.lines]

    assert any(f"'{SENDER}'" in line for line in lines)
    assert any("does not name the login" in note for note in document.step_notes)


def test_a_known_login_needs_no_assumption() -> None:
    document = told(login="robot@example.com", sender=SENDER)

    assert document.step_notes == ()
    assert "robot@example.com" in document.verdict


def test_the_date_is_counted_down_from_the_moment_of_asking() -> None:
    first = told().deadlines[0]

    assert (first.id, first.days_left, first.countdown) == ("basic-auth-default-off", 39, "39 days left")


def test_the_date_is_not_shown_to_who_signs_in_with_a_token() -> None:
    assert told(login_method="xoauth2").deadlines == ()


def test_the_answer_to_the_customer_has_no_jargon_and_speaks_of_the_expired_link() -> None:
    answer = told().customer_answer

    assert "SMTP" not in answer
    assert "535" not in answer
    assert "Microsoft" not in answer
    assert "link or a code" in answer
    assert "link or a code" not in told(record(emailType="invoice")).customer_answer


def test_both_languages_carry_the_same_facts() -> None:
    english, spanish = told(), told(language="es")

    assert [row.state for row in english.configuration] == [row.state for row in spanish.configuration]
    assert [cause.id for cause in english.causes] == [cause.id for cause in spanish.causes]
    assert [step.id for step in english.steps] == [step.id for step in spanish.steps]
    assert [c.lines for s in english.steps for c in s.commands] == [c.lines for s in spanish.steps for c in s.commands]
    assert english.title != spanish.title


def test_nobody_shouts(document: Document) -> None:
    own_words = [document.verdict, document.meaning, document.customer_answer, document.attempts_summary]

    assert not any("!" in words or "¡" in words for words in own_words)


def test_official_pages_are_in_the_readers_language_and_each_once() -> None:
    urls = [each.url for each in told(language="es").references]

    assert "https://learn.microsoft.com/es-es/entra/fundamentals/security-defaults" in urls
    assert len(set(urls)) == len(urls)
    assert not [url for step in told(language="es").steps for url in step.references if "microsoft.com/entra" in url]
