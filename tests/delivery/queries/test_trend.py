"""Days are the viewer's; the commonest causes have a column, the rest share one; nothing is lost."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from delivery.models import Tally
from delivery.queries.trend import CAUSES, DAYS, OTHERS, trend_of

pytestmark = pytest.mark.django_db


def tally(account, hour, explanation="bad-credentials", outcome="refused", count=1):
    Tally.objects.create(account=account, hour=hour, outcome=outcome, explanation=explanation, count=count)


def test_thirty_days_end_today(make_account, now):
    trend = trend_of(make_account().pk, now=now)

    assert [len(trend.days), trend.days[-1].date] == [DAYS, now.date()]


def test_a_day_is_the_viewers_day(make_account, now):
    account = make_account()
    tally(account, datetime(2026, 11, 22, 3, tzinfo=UTC))

    with timezone.override(ZoneInfo("America/Bogota")):
        days = {day.date.isoformat(): day.failed for day in trend_of(account.pk, now=now).days}

    assert (days["2026-11-21"], days["2026-11-22"]) == (1, 0)


def test_accepted_mail_is_counted_beside_the_failures(make_account, now):
    account = make_account()
    tally(account, now - timedelta(hours=1), count=3)
    tally(account, now - timedelta(hours=1), outcome="accepted", explanation="", count=40)

    today = trend_of(account.pk, now=now).days[-1]

    assert (today.failed, today.accepted) == (3, 40)


def test_rare_causes_share_a_column_and_nothing_is_lost(make_account, now):
    account = make_account()
    for number in range(CAUSES + 3):
        tally(account, now - timedelta(hours=2), explanation=f"cause-{number}", count=10 - number)

    trend = trend_of(account.pk, now=now)

    assert [cause.explanation for cause in trend.causes] == [*(f"cause-{number}" for number in range(CAUSES)), OTHERS]
    assert trend.failed == sum(10 - number for number in range(CAUSES + 3))
    assert trend.causes[-1].total == trend.days[-1].failures[-1] == 4 + 3 + 2


def test_what_is_too_old_or_of_another_account_is_left_out(make_account, now):
    account, other = make_account(), make_account()
    tally(account, now - timedelta(days=DAYS))
    tally(other, now)

    assert trend_of(account.pk, now=now).failed == 0
