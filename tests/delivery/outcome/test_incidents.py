"""Troubles end: with the next success where that proves it, else once nothing was seen of them for long."""

from datetime import timedelta

import pytest

from delivery.models import Account, Incident
from delivery.outcome.incidents import QUIET_FOR, close_quiet

pytestmark = pytest.mark.django_db


@pytest.fixture
def make_incident(now):
    """Makes open incidents that were last seen just long enough ago."""

    def make(account, **changed):
        usual = {
            "explanation": "no-such-recipient",
            "category": "recipient-unknown",
            "recipient_domain": "example.net",
            "first_seen_at": now - 2 * QUIET_FOR,
            "last_seen_at": now - QUIET_FOR,
            "failures": 3,
        }
        return Incident.objects.create(account=account, **(usual | changed))

    return make


OF_THE_ACCOUNT = {"explanation": "bad-credentials", "category": "authentication", "recipient_domain": ""}


def test_a_trouble_of_recipients_that_was_quiet_for_long_is_over(make_account, make_incident, now):
    incident = make_incident(make_account())

    assert close_quiet(now=now) == 1

    incident.refresh_from_db()
    assert (incident.state, incident.closed_at) == ("recovered", now)


def test_one_that_was_seen_lately_stays_open(make_account, make_incident, now):
    make_incident(make_account(), last_seen_at=now - QUIET_FOR + timedelta(seconds=1))

    assert close_quiet(now=now) == 0


def test_a_trouble_of_the_account_ends_with_a_success_only(make_account, make_incident, now):
    make_incident(make_account(), **OF_THE_ACCOUNT)

    assert close_quiet(now=now) == 0


def test_of_reports_no_success_is_ever_heard_so_silence_must_do(make_account, make_incident, now):
    make_incident(make_account(reported_only=True), **OF_THE_ACCOUNT)

    assert close_quiet(now=now) == 1


@pytest.mark.parametrize("state", [Account.State.PAUSED, Account.State.HELD])
def test_where_nothing_is_sent_silence_says_nothing(make_account, make_incident, now, state):
    make_incident(make_account(state=state, held_at=now if state == Account.State.HELD else None))

    assert close_quiet(now=now) == 0
