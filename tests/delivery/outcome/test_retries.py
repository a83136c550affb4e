"""When to try again is arithmetic."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from delivery.models.job import JobState
from delivery.outcome.retries import SOON, Decision, decide

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def decided(**changed) -> Decision:
    usual: dict[str, Any] = {
        "advice": "retry-soon",
        "permanence": "transient",
        "tries": 1,
        "now": NOW,
        "expires_at": None,
        "asked": None,
        "before_offer": False,
        "spread": 0.0,
    }
    return decide(**(usual | changed))


def test_a_fault_of_the_account_holds_it():
    assert decided(advice="hold-account", permanence="permanent") == Decision(state=JobState.HELD, hold_account=True)


@pytest.mark.parametrize("changed", [{"advice": "give-up"}, {"permanence": "permanent"}])
def test_what_waiting_cannot_help_has_failed(changed):
    assert decided(**changed).state == JobState.FAILED


@pytest.mark.parametrize(("tries", "pause"), list(enumerate(SOON, 1)))
def test_pauses_grow_with_every_try(tries, pause):
    assert decided(tries=tries).due_at == NOW + pause


def test_after_the_last_pause_the_job_has_failed():
    assert decided(tries=len(SOON) + 1).state == JobState.FAILED


def test_the_servers_own_number_is_obeyed():
    due = decided(asked=timedelta(minutes=5), spread=-1.0).due_at

    assert due is not None
    assert timedelta(minutes=5) <= due - NOW <= timedelta(minutes=6)


def test_a_server_that_names_seconds_again_and_again_does_not_use_up_the_tries():
    due = [decided(tries=tries, asked=timedelta(seconds=5)).due_at for tries in range(1, len(SOON) + 1)]

    assert due == [NOW + pause for pause in (timedelta(seconds=5), timedelta(seconds=5), *SOON[2:])]


def test_a_job_is_not_tried_after_its_deadline():
    assert decided(expires_at=NOW + timedelta(seconds=30)).state == JobState.EXPIRED


def test_a_throttle_slows_the_account():
    assert decided(advice="retry-slowly").pace_until == NOW + timedelta(minutes=1)


def test_a_server_that_cannot_be_reached_is_left_alone_by_all_mail():
    decision = decided(before_offer=True)

    assert decision.pace_until == decision.due_at


@pytest.mark.parametrize("spread", [-1.0, 0.5, 1.0])
def test_pauses_are_scattered_but_little(spread):
    due = decided(tries=4, spread=spread).due_at

    assert due is not None
    assert SOON[3] * 0.8 <= due - NOW <= SOON[3] * 1.2
