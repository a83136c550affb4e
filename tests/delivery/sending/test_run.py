"""One account's mail, sent to a real server: real replies, one connection, nothing lost on the way."""

import threading
import time
from collections import Counter
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from delivery.models import Account, Attempt, Job, Mark, Slot
from delivery.outcome import breaker
from delivery.queue.marking import MARKS
from delivery.sending.draining import DRAINING
from delivery.sending.lost import recover_lost
from delivery.sending.run import send_due
from delivery.sending.sweep import sweep
from delivery.smtp.body import in_seven_bits
from delivery.smtp.capabilities import Capabilities

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def now():
    """The workers look at the clock, so their jobs must be due by it."""
    return timezone.now()


def states(account):
    return list(Job.objects.filter(account=account).order_by("pk").values_list("state", flat=True))


def test_due_mail_is_accepted_and_arrives_once(sending_account, make_job, provider):
    job = make_job(account=sending_account)

    send_due(sending_account.pk)

    job.refresh_from_db()
    assert job.state == Job.State.ACCEPTED
    assert [mail.recipient for mail in provider.world.mailbox()] == ["maria@example.net"]


def test_the_attempt_keeps_words_conversation_and_what_the_server_offered(sending_account, make_job):
    make_job(account=sending_account, recipient="unknown@example.net")

    send_due(sending_account.pk)

    attempt = Attempt.objects.get()
    assert (attempt.stage, attempt.code, attempt.enhanced) == ("rcpt-to", 550, "5.1.10")
    assert "RCPT TO:<unknown@example.net>" in attempt.transcript
    assert "LOGIN" in attempt.facts["mechanisms_offered"]


def test_no_secret_stands_in_what_is_kept(sending_account, make_job):
    make_job(account=sending_account)

    send_due(sending_account.pk)

    attempt = Attempt.objects.get()
    kept = attempt.transcript + str(attempt.facts) + attempt.text
    assert "orange-harbour" not in kept
    assert "b3JhbmdlLWhhcmJvdXI" not in kept


def test_one_connection_carries_all_due_mail(sending_account, make_job, provider):
    for _ in range(5):
        make_job(account=sending_account)

    send_due(sending_account.pk)

    (told,) = [one for one in provider.world.accounts() if one["username"] == "invoices@example.com"]
    assert states(sending_account) == ["accepted"] * 5
    assert (told["counters"]["logins"], told["peak_connections"]) == (1, 1)


def test_a_refused_login_holds_the_account_and_offers_no_other_message(sending_account, make_job, provider):
    provider.world.set_mode("invoices@example.com", "smtp-auth-disabled-tenant")
    jobs = [make_job(account=sending_account) for _ in range(3)]

    send_due(sending_account.pk)

    assert Account.objects.get(pk=sending_account.pk).state == Account.State.HELD
    assert states(sending_account) == ["held"] * 3
    assert [job.attempts.get().outcome for job in jobs] == ["refused", "not-offered", "not-offered"]


def test_a_server_that_is_away_delays_all_mail_and_burns_one_try(make_account, make_job):
    account = make_account(port=9)
    jobs = [make_job(account=account) for _ in range(3)]

    send_due(account.pk)

    account.refresh_from_db()
    tries = [Job.objects.get(pk=job.pk).tries for job in jobs]
    assert account.paced_until is not None
    assert account.paced_until > timezone.now()
    assert (states(account), tries) == (["queued"] * 3, [1, 0, 0])


def test_one_refused_recipient_keeps_no_other_mail_back(sending_account, make_job):
    for recipient in ("unknown@example.net", "maria@example.net", "full@example.net", "pedro@example.net"):
        make_job(account=sending_account, recipient=recipient)

    send_due(sending_account.pk)

    assert states(sending_account) == ["failed", "accepted", "failed", "accepted"]


def test_a_server_that_hangs_up_in_the_body_is_tried_again(sending_account, make_job):
    long = b"Subject: long\r\n\r\n" + b"0123456789\r\n" * 500_000
    make_job(account=sending_account, recipient="drop@example.net", mime=long)
    make_job(account=sending_account)

    send_due(sending_account.pk)

    assert states(sending_account) == ["queued", "accepted"]


def test_an_answer_that_never_comes_is_uncertain(sending_account, make_job, provider):
    make_job(account=sending_account, recipient="vanish@example.net")

    send_due(sending_account.pk)
    send_due(sending_account.pk)

    assert states(sending_account) == ["uncertain"]
    assert len(provider.world.mailbox()) == 1


@pytest.mark.parametrize("state", [Account.State.PAUSED, Account.State.HELD])
def test_an_account_that_must_not_send_sends_nothing(sending_account, make_job, provider, now, state):
    make_job(account=sending_account)
    Account.objects.update(state=state, held_at=now if state == Account.State.HELD else None)

    send_due(sending_account.pk)

    assert provider.world.mailbox() == []


def test_no_connection_beyond_the_limit_is_opened(sending_account, make_job, provider, now):
    make_job(account=sending_account)
    for number in (1, 2, 3):
        Slot.objects.create(account=sending_account, number=number, held_by="another", until=now + timedelta(minutes=5))

    send_due(sending_account.pk)

    assert provider.world.mailbox() == []
    assert states(sending_account) == ["queued"]


def test_held_mail_goes_one_first_and_the_rest_after_that_one_was_accepted(sending_account, make_job, provider, now):
    provider.world.set_mode("invoices@example.com", "smtp-auth-disabled-tenant")
    for _ in range(4):
        make_job(account=sending_account)
    send_due(sending_account.pk)
    provider.world.set_mode("invoices@example.com", "working")

    breaker.release(sending_account.pk, now=timezone.now())
    assert sorted(states(sending_account)) == ["held", "held", "held", "queued"]
    send_due(sending_account.pk)
    assert sorted(states(sending_account)) == ["accepted", "held", "held", "held"]

    sweep(now=timezone.now())
    send_due(sending_account.pk)
    assert states(sending_account) == ["accepted"] * 4
    assert len(provider.world.mailbox()) == 4


def test_more_than_one_claim_goes_over_one_connection(sending_account, make_job, provider):
    provider.world.turn(per_minute=100_000)
    for number in range(60):
        make_job(account=sending_account, recipient=f"maria.{number}@example.net")

    send_due(sending_account.pk)

    (told,) = [one for one in provider.world.accounts() if one["username"] == "invoices@example.com"]
    assert states(sending_account) == ["accepted"] * 60
    assert told["counters"]["logins"] == 1
    assert len({mail.recipient for mail in provider.world.mailbox()}) == len(provider.world.mailbox()) == 60


def test_mail_that_comes_singly_is_not_slowed_down_by_turns_nobody_used(sending_account, make_job):
    Account.objects.filter(pk=sending_account.pk).update(per_minute=20)
    recorded = []
    for _ in range(3):
        make_job(account=sending_account)
        recorded.append(send_due(sending_account.pk))

    assert recorded == [1, 1, 1]


def test_a_message_is_encoded_anew_where_nobody_waits_for_it(sending_account, make_job, provider, monkeypatch):
    job = make_job(account=sending_account)
    job.message.mime = (
        "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nñ\r\n".encode()
    )
    job.message.save()
    threads = []

    def encoded(content):
        threads.append(threading.current_thread().name)
        return in_seven_bits(content)

    monkeypatch.setattr(Capabilities, "offers", lambda self, keyword: keyword in self.keywords - {"8BITMIME"})
    monkeypatch.setattr("delivery.smtp.prepared.in_seven_bits", encoded)

    send_due(sending_account.pk)

    assert states(sending_account) == ["accepted"]
    assert threads == [threading.current_thread().name]


def test_a_run_that_was_taken_over_hands_nothing_over(sending_account, make_job, provider, monkeypatch):
    for _ in range(2):
        make_job(account=sending_account)
    monkeypatch.setattr(MARKS, "put", lambda wanted: None)

    send_due(sending_account.pk)

    assert provider.world.mailbox() == []
    assert states(sending_account) == ["queued"] * 2


def test_without_a_database_to_mark_in_nothing_is_handed_over(sending_account, make_job, provider, monkeypatch):
    make_job(account=sending_account)

    def away(wanted):
        for mark in wanted:
            mark.fault = psycopg.OperationalError("gone")

    monkeypatch.setattr(MARKS, "put", away)
    send_due(sending_account.pk)

    assert provider.world.mailbox() == []
    assert states(sending_account) == ["queued"]


def test_a_worker_that_is_to_stop_gives_its_jobs_back(sending_account, make_job, provider, monkeypatch):
    for _ in range(3):
        make_job(account=sending_account)
    really = MARKS.put

    def stop_soon(wanted):
        monkeypatch.setattr(DRAINING, "is_asked", True)
        really(wanted)

    monkeypatch.setattr(MARKS, "put", stop_soon)
    send_due(sending_account.pk)

    assert states(sending_account) == ["accepted", "queued", "queued"]
    assert len(provider.world.mailbox()) == 1


def test_a_run_that_recorded_everything_leaves_no_mark(sending_account, make_job):
    make_job(account=sending_account)

    send_due(sending_account.pk)

    assert not Mark.objects.exists()


def test_a_run_whose_outcome_is_lost_stops_and_its_mark_tells_the_sweep(
    sending_account, make_job, provider, monkeypatch
):
    for _ in range(40):
        make_job(account=sending_account)

    def record(batches, **named):
        raise RuntimeError("never")

    with monkeypatch.context() as patched:
        patched.setattr("delivery.sending.recorder.record_all", record)
        send_due(sending_account.pk)
    taken = len(provider.world.mailbox())
    recover_lost(now=timezone.now() + timedelta(days=1))

    # The one in doubt was taken too, but nobody can know.
    assert 0 < taken < 40
    assert Counter(states(sending_account)) == Counter(accepted=taken - 1, uncertain=1, queued=40 - taken)


def test_a_message_whose_time_ran_out_is_recorded_before_the_next_is_offered(
    sending_account, make_job, provider, monkeypatch
):
    jobs = [make_job(account=sending_account) for _ in range(3)]
    soon = timezone.now() + timedelta(seconds=0.5)
    Job.objects.filter(pk=jobs[1].pk).update(expires_at=soon)
    really = MARKS.put
    marked: list[list[str]] = []

    def slowly(wanted):
        if not marked:
            time.sleep(max(0.0, (soon - timezone.now()).total_seconds()) + 0.01)
        marked.append(states(sending_account))
        connection.close()
        really(wanted)

    monkeypatch.setattr(MARKS, "put", slowly)
    monkeypatch.setattr("delivery.sending.recorder.COMPANY_WAIT", 5.0)
    # A server to which nothing is said ahead, so that the conversation goes on.
    monkeypatch.setattr(Capabilities, "offers", lambda self, keyword: keyword in self.keywords - {"PIPELINING"})
    send_due(sending_account.pk)

    assert len(provider.world.mailbox()) == 2
    assert marked[-1][1] == "queued"
