"""Notices between the tries."""

import pytest

from diagnostics.diagnose import verdict
from diagnostics.reading.delay import goes_on


@pytest.mark.parametrize(
    "text",
    [
        "Delivery has been postponed",
        "dsn=4.4.1, status=deferred (Connection timed out)",
        "T=remote_smtp defer (-53): retry time not reached",
        "THIS IS A WARNING MESSAGE ONLY",
        "Your message is being retried",
        "is still awaiting delivery",
        "has not yet been delivered",
        "could not send message for past 4 hours",
        "Message will be retried for 2 more day(s)",
        "Delivery attempts will continue for some time",
        "The server will keep trying",
        "The server will continue trying for up to 21 hours",
    ],
)
def test_whoever_goes_on_says_so(text):
    assert goes_on(text)


@pytest.mark.parametrize(
    "text", ["No further delivery attempts will be made.", "I have given up trying.", "550 5.4.7 delayed too long"]
)
def test_whoever_gave_up_does_not_go_on(text):
    assert not goes_on(text)


def test_a_status_alone_means_no_end_while_delivery_goes_on():
    assert verdict("550 4.4.7 zzqq, will keep trying").category == "unknown"
    assert verdict("550 4.4.7 zzqq").category == "expired"
