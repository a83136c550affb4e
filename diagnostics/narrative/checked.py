"""Part 5: the configuration, each setting with its state and the proof of it."""

from diagnostics.diagnosis import UNRECORDED, Check
from diagnostics.document import CheckRow
from diagnostics.narrative.telling import Telling


def configuration(telling: Telling) -> tuple[CheckRow, ...]:
    """Return one row per checked setting; what the report does not name stands in one row at the end."""
    checks = telling.diagnosis.checks
    unrecorded = [check for check in checks if check.proof == UNRECORDED]
    if len(unrecorded) < 2:
        return tuple(_row(telling, check) for check in checks)
    return (*(_row(telling, check) for check in checks if check not in unrecorded), _together(telling, unrecorded))


def _together(telling: Telling, checks: list[Check]) -> CheckRow:
    """One row for several settings of which nothing is known."""
    words = telling.words
    first, *others = [words.say(f"label.component.{check.component}") for check in checks]
    return CheckRow(
        component="unrecorded",
        label=words.listed([first, *(label[0].lower() + label[1:] for label in others)]),
        value=words.say("word.unknown"),
        expected="",
        state="not_tested",
        state_label=words.say("label.state.not_tested"),
        proof=words.say(f"proof.{UNRECORDED}-several"),
    )


def _row(telling: Telling, check: Check) -> CheckRow:
    return CheckRow(
        component=check.component,
        label=telling.words.say(f"label.component.{check.component}"),
        value=telling.value(check.component, check.value),
        expected=telling.value(check.component, check.expected) if check.expected else "",
        state=check.state,
        state_label=telling.words.say(f"label.state.{check.state}"),
        proof=telling.proof(check),
    )
