"""An account's connections are counted in PostgreSQL, whoever asks."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from delivery.models import Epoch, Slot
from delivery.queue.epoch import current_epoch
from delivery.queue.leases import renew
from delivery.queue.slots import give_back, take_slot

pytestmark = pytest.mark.django_db


@pytest.fixture
def now():
    """The server's own start counts, so the time must be real."""
    return timezone.now()


def test_no_more_than_the_limit_are_given(make_account, now):
    account = make_account()

    taken = [take_slot(account.pk, most=3, worker=f"w{number}", now=now) for number in range(4)]

    assert taken == [1, 2, 3, None]


def test_one_given_back_is_taken_again(make_account, now):
    account = make_account()
    take_slot(account.pk, most=1, worker="first", now=now)

    give_back(account.pk, 1, worker="first", now=now)

    assert take_slot(account.pk, most=1, worker="second", now=now) == 1


def test_who_does_not_hold_it_gives_nothing_back(make_account, now):
    account = make_account()
    take_slot(account.pk, most=1, worker="first", now=now)

    give_back(account.pk, 1, worker="second", now=now)

    assert take_slot(account.pk, most=1, worker="third", now=now) is None


def test_a_dead_workers_slot_frees_itself(make_account, now):
    account = make_account()
    take_slot(account.pk, most=1, worker="first", now=now)

    later = now + timedelta(seconds=settings.LEASE_SECONDS + 1)

    assert take_slot(account.pk, most=1, worker="second", now=later) == 1


def test_whoever_held_one_when_the_server_went_away_has_time_to_come_back(make_account, now):
    account = make_account()
    take_slot(account.pk, most=1, worker="first", now=now)
    Slot.objects.update(until=now - timedelta(seconds=1))
    current_epoch()
    Epoch.objects.update(began_at=now)

    assert take_slot(account.pk, most=1, worker="second", now=now) is None

    renew("first", now=now)
    later = now + timedelta(seconds=settings.LEASE_SECONDS - 1)
    assert take_slot(account.pk, most=1, worker="second", now=later) is None
