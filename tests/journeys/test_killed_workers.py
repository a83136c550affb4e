"""A worker killed without warning loses nothing and sends nothing twice."""

import pytest
import redis
from django.conf import settings
from django.utils import timezone

from delivery.intake.accept import Accepted, accept
from delivery.intake.submission import Submission
from delivery.models import Job, Mark

pytestmark = pytest.mark.django_db(transaction=True)


def hand_over(*to: str) -> None:
    for recipient in to:
        answer = accept(Submission(account="invoices", to=(recipient,), subject="Hi", text="Hi."), now=timezone.now())
        assert isinstance(answer, Accepted)


def states() -> list[str]:
    return list(Job.objects.order_by("pk").values_list("state", flat=True))


def received(provider) -> list[str]:
    return [mail.recipient for mail in provider.world.mailbox()]


def is_talking(provider) -> bool:
    (told,) = [one for one in provider.world.accounts() if one["username"] == "invoices@example.com"]
    return bool(told["connections"]) and states()[0] == "sending"


def test_killed_before_the_body_the_message_arrives_once(account, provider, processes, until):
    provider.world.turn(slow_seconds=50)
    hand_over("slow@example.net")
    worker = processes.worker()
    processes.beat()
    until(lambda: is_talking(provider))

    processes.kill(worker)
    provider.world.turn(slow_seconds=0)
    processes.worker()

    until(lambda: states() == ["accepted"])
    assert received(provider) == ["slow@example.net"]


def test_killed_after_the_body_it_is_uncertain_and_not_sent_again(account, provider, processes, until):
    provider.world.turn(late_seconds=50)
    hand_over("late@example.net")
    worker = processes.worker()
    processes.beat()
    until(lambda: Mark.objects.exists() and received(provider))

    processes.kill(worker)
    processes.worker()
    until(lambda: states() == ["uncertain"])

    hand_over("maria@example.net")
    until(lambda: states() == ["uncertain", "accepted"])
    assert sorted(received(provider)) == ["late@example.net", "maria@example.net"]


def test_two_workers_on_one_account_never_exceed_its_connections(account, provider, processes, until):
    provider.world.turn(slow_seconds=0.02, per_minute=100_000)
    hand_over(*(f"slow.{number}@example.net" for number in range(160)))

    processes.worker()
    processes.worker()
    processes.beat()
    until(lambda: set(states()) == {"accepted"})

    (told,) = [one for one in provider.world.accounts() if one["username"] == "invoices@example.com"]
    assert 1 < told["peak_connections"] <= 3
    assert len(received(provider)) == len(set(received(provider))) == 160


def test_a_forgetful_redis_loses_no_mail(account, provider, processes, until):
    provider.world.turn(slow_seconds=0.02, per_minute=100_000)
    hand_over(*(f"slow.{number}@example.net" for number in range(40)))
    with redis.Redis.from_url(settings.REDIS_URL) as store:
        store.flushdb()

    processes.worker()
    processes.beat()

    until(lambda: set(states()) == {"accepted"})
    assert len(received(provider)) == len(set(received(provider))) == 40
