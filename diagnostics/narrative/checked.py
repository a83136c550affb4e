"""Part 5: the configuration, each setting with its state and the proof of it."""

from diagnostics.diagnosis import Check
from diagnostics.document import CheckRow
from diagnostics.narrative.telling import Telling


def configuration(telling: Telling) -> tuple[CheckRow, ...]:
    """Return one row per checked setting."""
    return tuple(_row(telling, check) for check in telling.diagnosis.checks)


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
