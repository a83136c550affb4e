"""A place in the list survives the way through a link."""

from datetime import UTC, datetime

import pytest

from delivery.queries.cursor import Cursor


@pytest.mark.parametrize(
    "moment",
    [
        datetime(2026, 11, 22, 12, 0, 0, 123456, tzinfo=UTC),
        datetime(1, 1, 1, tzinfo=UTC),
        datetime.max.replace(tzinfo=UTC),
    ],
)
def test_it_comes_back_as_it_was(moment):
    place = Cursor(happened_at=moment, id=42)

    assert Cursor.parse(older=str(place)) == place


def test_it_knows_which_way_the_page_lies():
    written = str(Cursor(happened_at=datetime(2026, 1, 1, tzinfo=UTC), id=1))

    newer = Cursor.parse(newer=written)
    assert newer is not None
    assert newer.way == "newer"


@pytest.mark.parametrize("text", ["", "1", "1-2-3", "a-b", "1_000-1", "٣-1", "999999999999999999-1"])
def test_what_is_no_place_is_none(text):
    assert Cursor.parse(older=text) is None
