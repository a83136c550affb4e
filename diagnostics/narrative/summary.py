"""Part 11: one table for whoever reads nothing else."""

from collections.abc import Sequence

from diagnostics.diagnosis import UNRECORDED, Check
from diagnostics.document import StepItem, SummaryRow
from diagnostics.narrative.telling import Telling
from diagnostics.vocabulary import CheckState


def summary(telling: Telling, steps: Sequence[StepItem]) -> tuple[SummaryRow, ...]:
    """Return the problem and its first step, then every setting with what is to be done about it."""
    if telling.diagnosis.category == "feedback":
        return ()
    own = next((step for step in steps if step.id != "correct-settings"), None)
    action = own.title if own else telling.words.say("action.follow-steps")
    who = own.party_label if own else telling.words.say(f"label.party.{telling.diagnosis.party}")
    # Who is only asked to come back later has done nothing wrong.
    state: CheckState = "warning" if telling.diagnosis.category == "greylisted" else "wrong"
    problem = SummaryRow(
        component=telling.words.say(f"label.category.{telling.diagnosis.category}"),
        state=state,
        state_label=telling.words.say(f"summary.{'delays' if state == 'warning' else 'stopped'}"),
        action=action,
        party_label=who,
    )
    checks = (check for check in telling.diagnosis.checks if check.proof != UNRECORDED)
    return (problem, *(_of_check(telling, check) for check in checks))


def _of_check(telling: Telling, check: Check) -> SummaryRow:
    label = telling.words.say(f"label.component.{check.component}")
    who = (
        telling.words.say("label.party.developer")
        if check.state in ("wrong", "warning")
        else telling.words.say("word.none")
    )
    if check.component == "recipient" and check.state in ("wrong", "warning"):
        who = telling.words.say("label.party.support")
    return _row(telling, label, check.state, _action(telling, check), who)


def _action(telling: Telling, check: Check) -> str:
    if check.proof == "security-fits-587":
        return telling.words.say("action.correct-the-port")
    expected = telling.value(check.component, check.expected) if check.expected else ""
    if check.state in ("wrong", "warning"):
        with_value = {"wrong": "action.wrong", "warning": "action.warning-expected"}[check.state]
        without = {"wrong": "action.wrong-open", "warning": "action.warning"}[check.state]
        return telling.say(with_value, expected=expected) if expected else telling.words.say(without)
    if check.proof.startswith("login-not-recorded"):
        return telling.words.say("action.not_tested-recorded")
    return telling.words.say(f"action.{check.state}")


def _row(telling: Telling, component: str, state: CheckState, action: str, party_label: str) -> SummaryRow:
    return SummaryRow(
        component=component,
        state=state,
        state_label=telling.words.say(f"label.state.{state}"),
        action=action,
        party_label=party_label,
    )
