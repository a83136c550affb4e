"""Knobs are turned to values that make sense."""

import pytest

from delivery.sandbox.knobs import Knobs, turned


def test_a_turned_knob_leaves_the_others():
    assert turned(Knobs(), {"late_seconds": 1, "frozen": True}) == Knobs(late_seconds=1, frozen=True)


def test_the_providers_own_number_a_minute_can_be_put_back():
    assert turned(Knobs(per_minute=3), {"per_minute": None}).per_minute is None


@pytest.mark.parametrize(
    "wanted",
    [
        {"colour": 1},
        {"frozen": 1},
        {"late_seconds": True},
        {"late_seconds": None},
        {"late_seconds": -1},
        {"close_after": "2"},
    ],
)
def test_what_makes_no_sense_is_refused(wanted):
    with pytest.raises(ValueError, match=next(iter(wanted))):
        turned(Knobs(), wanted)
