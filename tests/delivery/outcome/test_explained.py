"""What is done about one result, from its words to the decision."""

from datetime import UTC, datetime, timedelta

import pytest

from delivery.models import Account, Attempt
from delivery.outcome.explained import explain
from delivery.outcome.result import Result
from delivery.outcome.retries import SOON

NOW = datetime(2026, 11, 27, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "stage", "code", "pause"),
    [
        ("timed out: try again in 15 seconds", "connect", None, SOON[0]),
        ("421 4.7.0 Try again in 30 minutes", "greeting", 421, timedelta(minutes=30)),
    ],
)
def test_only_a_server_can_ask_for_a_wait(text, stage, code, pause):
    result = Result(job_id=1, worker="w", outcome=Attempt.Outcome.REFUSED, at=NOW, stage=stage, code=code, text=text)
    account = Account(
        id=1, name="a", host="smtp.example.com", port=587, security="starttls", username="app@example.com"
    )

    decision = explain(
        result, account=account, tries=1, expires_at=None, resend_uncertain=False, now=NOW, spread=0.0
    ).decision

    assert decision.due_at == NOW + pause
