"""What a source wishes for its mail: not before, not after, first, not at all, and what to do in doubt."""

from datetime import timedelta

import pytest
from django.utils import timezone

from delivery.intake.accept import Accepted, accept
from delivery.intake.submission import Submission
from delivery.models import Job, Source
from delivery.outcome.retries import SOON
from delivery.queue.marking import MARKS
from delivery.resend.actions import cancel
from delivery.sending.run import send_due
from delivery.sending.sweep import sweep

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def now():
    """The workers look at the clock."""
    return timezone.now()


@pytest.fixture
def hand_over(sending_account, now):
    def give(to: str = "maria@example.net", **wishes) -> Job:
        answer = accept(
            Submission(account=sending_account.alias, to=(to,), subject="Hi", text="Hi.", **wishes), now=now
        )
        assert isinstance(answer, Accepted)
        return Job.objects.get(pk=answer.jobs[0])

    return give


def state_of(job):
    return Job.objects.get(pk=job.pk).state


def recipients(provider):
    return [mail.recipient for mail in provider.world.mailbox()]


def test_mail_for_later_waits_for_its_time(sending_account, hand_over, provider, now):
    job = hand_over(send_at=now + timedelta(hours=1))

    send_due(sending_account.pk)
    assert (state_of(job), recipients(provider)) == ("queued", [])

    Job.objects.update(due_at=now)
    send_due(sending_account.pk)
    assert state_of(job) == "accepted"


def test_mail_past_its_deadline_is_not_sent_though_it_was_due(sending_account, hand_over, provider, now):
    job = hand_over(expires_at=now + timedelta(microseconds=1))

    send_due(sending_account.pk)
    sweep(now=timezone.now())

    assert (state_of(job), recipients(provider)) == ("expired", [])


def test_a_deadline_that_passes_behind_other_mail_is_kept(sending_account, hand_over, provider, monkeypatch):
    first, second, third = (hand_over(f"{name}@example.net") for name in ("ana", "ben", "eva"))
    Job.objects.filter(pk=second.pk).update(expires_at=timezone.now() + timedelta(hours=1))
    really = MARKS.put

    def time_passes(wanted):
        monkeypatch.setattr(timezone, "now", lambda: wanted[0].at + timedelta(hours=2))
        really(wanted)

    monkeypatch.setattr(MARKS, "put", time_passes)
    send_due(sending_account.pk)

    assert [state_of(job) for job in (first, second)] == ["accepted", "queued"]
    assert "ben@example.net" not in recipients(provider)
    send_due(sending_account.pk)
    sweep(now=timezone.now())
    assert (state_of(second), state_of(third)) == ("expired", "accepted")


def test_what_is_urgent_overtakes(sending_account, hand_over, provider):
    hand_over("usual@example.net")
    hand_over("urgent@example.net", priority=0)

    send_due(sending_account.pk)

    assert recipients(provider) == ["urgent@example.net", "usual@example.net"]


def test_cancelled_mail_is_not_sent_and_sent_mail_cannot_be_cancelled(sending_account, hand_over, provider, now):
    gone, stopped = hand_over("ana@example.net"), hand_over("ben@example.net")
    cancel(stopped.pk, user=None, now=now)

    send_due(sending_account.pk)

    assert (state_of(gone), state_of(stopped)) == ("accepted", "cancelled")
    assert type(cancel(gone.pk, user=None, now=now)).__name__ == "NotDone"
    assert recipients(provider) == ["ana@example.net"]


@pytest.mark.parametrize(("policy", "state"), [("hold", "uncertain"), ("resend", "queued")])
def test_in_doubt_the_source_decides(sending_account, hand_over, provider, policy, state):
    Source.objects.create(name="Shop", slug="shop", on_uncertain=policy)
    job = hand_over("vanish@example.net", source="shop")

    send_due(sending_account.pk)

    assert state_of(job) == state
    assert len(provider.world.mailbox()) == 1


def test_what_is_sent_again_in_doubt_waits_keeps_its_message_id_and_ends(sending_account, hand_over, provider):
    Source.objects.create(name="Shop", slug="shop", on_uncertain="resend")
    job = hand_over("vanish@example.net", source="shop")
    tries = 0

    while state_of(job) == "queued":
        assert send_due(sending_account.pk) == 1
        assert send_due(sending_account.pk) == 0
        Job.objects.filter(state="queued").update(due_at=timezone.now())
        tries += 1

    assert state_of(job) == "uncertain"
    assert tries == len(provider.world.mailbox()) == len(SOON) + 1
    assert len({mail.message_id for mail in provider.world.mailbox()}) == 1
