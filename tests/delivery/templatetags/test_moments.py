"""Times in few words, the full time behind them."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone, translation

from delivery.templatetags.moments import ago, ahead, at

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def words(html: str) -> str:
    return html.split(">")[1].split("<", maxsplit=1)[0]


@pytest.mark.parametrize(
    ("past", "en", "es"),
    [
        (timedelta(seconds=5), "just now", "ahora mismo"),
        (timedelta(minutes=5), "5 min ago", "hace 5 min"),
        (timedelta(hours=23), "23 h ago", "hace 23 h"),
        (timedelta(days=1), "1 day ago", "hace 1 día"),
        (timedelta(days=29), "29 days ago", "hace 29 días"),
        (timedelta(days=300), "26 Jan 2026", "26 ene 2026"),
        (timedelta(seconds=-5), "just now", "ahora mismo"),
    ],
)
def test_how_long_ago(past, en, es):
    with translation.override("en"):
        assert words(ago(NOW - past, NOW)) == en
    with translation.override("es"):
        assert words(ago(NOW - past, NOW)) == es


@pytest.mark.parametrize(
    ("left", "said"), [(timedelta(minutes=4, seconds=50), "in 4 min"), (timedelta(seconds=-9), "now")]
)
def test_how_long_until(left, said):
    assert words(ahead(NOW + left, NOW)) == said


def test_the_full_time_is_in_the_viewers_zone():
    with timezone.override(ZoneInfo("America/Bogota")):
        assert words(at(NOW)) == "22 Nov 2026, 07:00 (UTC-05)"
    with timezone.override(ZoneInfo("Europe/Madrid")):
        assert words(at(NOW)) == "22 Nov 2026, 13:00 (CET)"


def test_no_time_is_no_words():
    assert [ago(None, NOW), ahead(None, NOW), at(None)] == ["", "", ""]


@pytest.mark.parametrize("edge", [datetime.min.replace(tzinfo=UTC), datetime.max.replace(tzinfo=UTC)])
@pytest.mark.parametrize("zone", ["America/Bogota", "Pacific/Auckland"])
def test_the_edges_of_the_calendar_break_nothing(edge, zone):
    with timezone.override(ZoneInfo(zone)):
        assert ago(edge, NOW)
        assert at(edge)
