"""The same refusal with other facts beside it: the ranking follows what is known."""

from datetime import UTC, datetime
from typing import Any

import pytest

from tests.diagnostics.real_case import diagnosed, record, refusal, told

#: The real case failed on this day.
YESTERDAY = datetime(2026, 1, 8, 20, tzinfo=UTC)
WRONG_PASSWORD = record(refusal("the user credentials were incorrect."))
SWITCHED_OFF = record(
    refusal("SmtpClientAuthentication is disabled for the Tenant. Visit https://aka.ms/smtp_auth_disabled")
)


def score(cause: str, text: str | None = None, **facts: Any) -> int:
    return next(each.score for each in diagnosed(text, **facts).causes if each.cause.id == cause)


@pytest.mark.parametrize(
    ("text", "cause", "facts", "sign"),
    [
        (None, "conditional-access", {"last_success_at": YESTERDAY}, 1),
        (None, "conditional-access", {"siblings_failing": 3}, 1),
        (None, "switches", {"last_success_at": YESTERDAY}, -1),
        (None, "wrong-password", {"siblings_failing": 3}, -1),
        (WRONG_PASSWORD, "changed-password", {"last_success_at": YESTERDAY}, 1),
        (WRONG_PASSWORD, "changed-password", {"never_succeeded": True}, -1),
        (WRONG_PASSWORD, "wrong-user-name", {"never_succeeded": True}, 1),
        (SWITCHED_OFF, "never-allowed", {"never_succeeded": True}, 1),
        (SWITCHED_OFF, "switched-off-lately", {"last_success_at": YESTERDAY}, 1),
        (SWITCHED_OFF, "never-allowed", {"last_success_at": YESTERDAY}, -1),
    ],
)
def test_what_is_known_moves_a_cause(text: str | None, cause: str, facts: dict[str, Any], sign: int) -> None:
    moved = score(cause, text, **facts) - score(cause, text)

    assert moved * sign > 0


def test_what_worked_yesterday_was_switched_off_since() -> None:
    assert told(SWITCHED_OFF).causes[0].id == "never-allowed"
    assert told(SWITCHED_OFF, last_success_at=YESTERDAY).causes[0].id == "switched-off-lately"


def test_what_never_worked_has_another_first_cause_than_what_worked_yesterday() -> None:
    never, yesterday = told(WRONG_PASSWORD, never_succeeded=True), told(WRONG_PASSWORD, last_success_at=YESTERDAY)

    assert never.causes[0].id != yesterday.causes[0].id


def test_the_page_names_the_fact_in_both_languages() -> None:
    facts: dict[str, Any] = {"last_success_at": YESTERDAY, "siblings_failing": 3}

    english = " ".join(each.why for each in told(**facts).causes)
    spanish = " ".join(each.why for each in told(language="es", **facts).causes)

    assert "For it: this account has sent mail before (last at 2026-01-08 20:00:00 UTC)" in english
    assert "A favor: esta cuenta ya ha enviado correo (la última vez, el 2026-01-08 20:00:00 UTC)" in spanish
    assert "(3)" in english


def test_what_works_again_is_not_held_back_by_an_old_refusal() -> None:
    later = datetime(2026, 1, 10, 8, tzinfo=UTC)
    document = told(last_success_at=later)

    assert "has sent mail again (last at 2026-01-10 08:00:00 UTC)" in document.verdict
    assert "Do not retry" not in document.verdict
    assert score("conditional-access", last_success_at=later) == score("conditional-access")


def test_the_first_cause_says_why_it_stands_first_even_where_nothing_is_known() -> None:
    nothing, something = told(), told(siblings_failing=3)

    assert nothing.causes[0].why.endswith("nothing known of this case speaks for or against it.")
    assert "likeliest reason for this answer in general" not in nothing.causes[1].why
    assert "(3)" in something.causes[0].why
