"""An epoch lasts until PostgreSQL recovers from a crash."""

from datetime import timedelta

import pytest
from django.db import connection

from delivery.queue.epoch import current_epoch, has_settled

pytestmark = pytest.mark.django_db


def test_it_stays_the_same():
    assert current_epoch() == current_epoch()


def test_an_emptied_table_begins_another():
    before = current_epoch()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM delivery_epoch")

    assert current_epoch() != before


def test_a_crash_empties_the_table():
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE oid = 'delivery_epoch'::regclass")

        assert cursor.fetchone() == ("u",)


def test_whoever_was_away_has_time_to_come_back():
    assert has_settled(timedelta(0))
    assert not has_settled(timedelta(days=365))
