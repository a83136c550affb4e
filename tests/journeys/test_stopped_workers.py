"""A worker that is told to stop does so in time, knows how its conversation ended, and gives back the rest."""

import signal

import pytest

from delivery.models import Mark
from tests.journeys.test_killed_workers import hand_over, received, states

pytestmark = pytest.mark.django_db(transaction=True)


def test_a_server_that_does_not_answer_is_left_and_the_rest_given_back(account, provider, processes, until):
    provider.world.turn(late_seconds=50)
    hand_over("late@example.net", "maria@example.net", "pedro@example.net")
    worker = processes.worker()
    processes.beat()
    until(lambda: Mark.objects.exists() and received(provider))

    worker.send_signal(signal.SIGTERM)

    worker.wait(30)
    assert states() == ["uncertain", "queued", "queued"]
    assert received(provider) == ["late@example.net"]
