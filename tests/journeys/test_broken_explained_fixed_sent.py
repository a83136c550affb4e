"""The whole story with nothing mocked: handed over, refused, explained, fixed, sent."""

import pytest
from django.utils import timezone

from delivery.intake.accept import Accepted, accept
from delivery.intake.submission import Submission
from delivery.models import Account, Incident, Job
from delivery.resend import accounts
from delivery.resend.one import resend

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def workers(processes):
    processes.worker()
    processes.beat()
    return processes


def hand_over(*to: str) -> list[Job]:
    answer = accept(Submission(account="invoices", to=to, subject="Invoice 7", text="Hello."), now=timezone.now())
    assert isinstance(answer, Accepted)
    return [Job.objects.get(pk=pk) for pk in answer.jobs]


def state_of(job: Job) -> str:
    return Job.objects.values_list("state", flat=True).get(pk=job.pk)


def received(provider, job: Job) -> int:
    return sum(mail.recipient == job.recipient for mail in provider.world.mailbox())


def test_an_account_is_broken_explained_fixed_and_its_mail_sent_once(account, provider, workers, until, alice, client):
    provider.world.set_mode("invoices@example.com", "criteria-not-met")
    first, second = hand_over("maria@example.net", "pedro@example.net")

    until(lambda: state_of(first) == state_of(second) == "held")
    client.force_login(alice)
    blamed = Job.objects.exclude(explanation="").get()
    english = client.get(f"/emails/{blamed.pk}/", headers={"accept-language": "en"}).content.decode()
    spanish = client.get(f"/emails/{blamed.pk}/", headers={"accept-language": "es"}).content.decode()
    assert blamed.explanation == "criteria-not-met"
    assert "Sign-in refused by an identity policy" in english
    assert "Inicio de sesión rechazado por una política de identidad" in spanish

    provider.world.set_mode("invoices@example.com", "working")
    accounts.release(account.pk, user=alice, now=timezone.now())

    until(lambda: state_of(first) == state_of(second) == "accepted")
    assert (received(provider, first), received(provider, second)) == (1, 1)
    assert Incident.objects.get().state == "recovered"
    assert Account.objects.get().last_success_at is not None


def test_an_unknown_recipient_is_corrected_and_the_history_joined(account, provider, workers, until, alice, client):
    (job,) = hand_over("unknown@example.net")
    until(lambda: state_of(job) == "failed")

    resend(job.pk, to="maria@example.net", reason="typo", user=alice, now=timezone.now())

    again = Job.objects.get(resend_of=job)
    until(lambda: state_of(again) == "accepted")
    assert received(provider, again) == 1
    assert state_of(job) == "failed"
    client.force_login(alice)
    assert f"/emails/{again.pk}/" in client.get(f"/emails/{job.pk}/").content.decode()
    assert f"/emails/{job.pk}/" in client.get(f"/emails/{again.pk}/").content.decode()
