"""The server's own number is read from its words."""

from datetime import timedelta

import pytest

from delivery.outcome.asked_wait import LONGEST, asked_wait


@pytest.mark.parametrize(
    ("text", "wait"),
    [
        ("450 4.2.0 Greylisted, please try again in 300 seconds", timedelta(seconds=300)),
        ("451 4.7.1 Please try again in 5 minutes", timedelta(minutes=5)),
        ("450 4.7.1 Greylisting in action, please come back in 00:05:00", None),
        ("421 try after 1 hour", timedelta(hours=1)),
        ("retry-after: 30s", timedelta(seconds=30)),
        ("wait at least 90 secs", timedelta(seconds=90)),
        ("421 wait 10m", timedelta(minutes=10)),
        ("try again in 99999 hours", LONGEST),
        ("550 5.1.1 user unknown", None),
        ("blocked for 2 reasons", None),
        ("421 4.4.2 Timeout after 30 seconds", None),
        ("timed out after 15 s waiting for the connection", None),
        ("450 too many logins, wait for 2 minutes", timedelta(minutes=2)),
        ("421 temporarily blocked for 10 minutes", timedelta(minutes=10)),
        ("", None),
    ],
)
def test_it_reads_the_wait(text, wait):
    assert asked_wait(text) == wait
