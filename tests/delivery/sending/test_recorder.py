"""Outcomes are recorded many at once and in their order; nothing is lost on the way."""

import threading
from typing import Any

import pytest
from django.db import OperationalError
from django.utils import timezone

from delivery.models import Attempt, Job
from delivery.outcome.record import record_all as really_record
from delivery.outcome.result import Result
from delivery.sending.recorder import LONGEST_LEAD, SHORTEST_LEAD, Recorder, lead_for

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def taken(lease):
    """The result of a try that ended well."""

    def make(job: Job, **changed: Any) -> Result:
        usual: dict[str, Any] = {
            "worker": "worker",
            "outcome": Attempt.Outcome.ACCEPTED,
            "at": timezone.now(),
            "text": "250 OK",
        }
        return Result(job_id=lease(job).pk, **(usual | changed))

    return make


def states():
    return list(Job.objects.order_by("pk").values_list("state", flat=True))


def test_at_its_end_everything_is_recorded(make_account, make_job, taken):
    account = make_account()
    results = [taken(make_job(account=account)) for _ in range(LONGEST_LEAD)]

    with Recorder(account) as recorder:
        for result in results:
            recorder.add(result)

    assert recorder.recorded == LONGEST_LEAD
    assert set(states()) == {"accepted"}


def test_whoever_settles_knows_that_it_is_written(make_account, make_job, taken):
    account = make_account()

    with Recorder(account) as recorder:
        recorder.add(taken(make_job(account=account)))
        recorder.settle()

        assert states() == ["accepted"]


def test_it_says_when_the_account_must_stop(make_account, make_job, taken):
    account = make_account()
    said = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."

    with Recorder(account) as recorder:
        result = taken(make_job(account=account), outcome=Attempt.Outcome.REFUSED, stage="login", text=said)
        recorder.add(result)
        recorder.settle()

        assert recorder.stops


def test_while_the_database_is_away_outcomes_wait_for_it(make_account, make_job, taken, monkeypatch):
    account = make_account()
    away = [OperationalError("gone"), OperationalError("gone")]

    def record(*args, **named):
        if away:
            raise away.pop()
        return really_record(*args, **named)

    monkeypatch.setattr("delivery.sending.recorder.record_all", record)
    with Recorder(account) as recorder:
        recorder.add(taken(make_job(account=account)))

    assert states() == ["accepted"]


def test_a_run_stops_where_the_answer_to_a_refusals_commit_was_lost(make_account, make_job, taken, monkeypatch):
    account, answers_lost = make_account(), [OperationalError("gone")]

    def record(*args, **named):
        ended = really_record(*args, **named)
        if answers_lost:
            raise answers_lost.pop()
        return ended

    monkeypatch.setattr("delivery.sending.recorder.record_all", record)
    with Recorder(account) as recorder:
        said = "535 5.7.139 Authentication unsuccessful, SmtpClientAuthentication is disabled for the Tenant."
        recorder.add(taken(make_job(account=account), outcome=Attempt.Outcome.REFUSED, stage="login", text=said))

    assert recorder.stops
    assert states() == ["held"]


def test_words_that_cannot_be_stored_are_left_out_and_keep_no_other_outcome_back(make_account, make_job, taken):
    account = make_account()
    results = [taken(make_job(account=account), text=text) for text in ("250 OK", "250 \ud800", "250 OK")]

    with Recorder(account) as recorder:
        recorder.add(*results)

    assert states() == ["accepted"] * 3
    assert list(Attempt.objects.order_by("pk").values_list("text", flat=True)) == ["250 OK", "", "250 OK"]


def test_runs_side_by_side_each_get_their_own_recorded(make_account, make_job, taken):
    first, second = make_account(), make_account()
    waiting = {account: [taken(make_job(account=account)) for _ in range(30)] for account in (first, second)}
    counted = {}

    def run(account):
        with Recorder(account) as recorder:
            for result in waiting[account]:
                recorder.add(result)
        counted[account] = recorder.recorded

    threads = [threading.Thread(target=run, args=[account]) for account in waiting]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert counted == {first: 30, second: 30}
    assert set(states()) == {"accepted"}


def test_a_run_leads_by_what_its_server_takes_in_a_moment():
    assert lead_for(50, 10.0) == SHORTEST_LEAD
    assert lead_for(200, 1.0) == 40
    assert lead_for(200, 0.0) == LONGEST_LEAD


def test_what_can_never_be_recorded_keeps_nobody_waiting(make_account, make_job, taken, monkeypatch):
    account = make_account()

    def record(*args, **named):
        raise RuntimeError("never")

    monkeypatch.setattr("delivery.sending.recorder.record_all", record)
    with Recorder(account) as recorder:
        recorder.add(taken(make_job(account=account)))

    assert (recorder.recorded, recorder.has_lost, states()) == (0, True, ["sending"])


def test_behind_one_that_is_lost_nothing_of_its_run_is_recorded(make_account, make_job, taken, monkeypatch):
    account, other = make_account(), make_account()
    first, lost, behind = (taken(make_job(account=account)) for _ in range(3))
    of_other = taken(make_job(account=other))

    def record(batches, **named):
        if any(result is lost or result.job_id == lost.job_id for _account, results in batches for result in results):
            raise RuntimeError("never")
        return really_record(batches, **named)

    monkeypatch.setattr("delivery.sending.recorder.record_all", record)
    with Recorder(account) as recorder, Recorder(other) as recorder_of_other:
        recorder.add(first, lost, behind)
        recorder_of_other.add(of_other)

    assert states() == ["accepted", "sending", "sending", "accepted"]
    assert (recorder.has_lost, recorder_of_other.has_lost) == (True, False)
