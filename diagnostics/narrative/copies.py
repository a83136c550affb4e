"""Two texts to copy: an answer to the customer, and a ticket for whoever administers the mail."""

import re
from collections.abc import Sequence

from diagnostics.diagnosis import UNRECORDED
from diagnostics.document import CauseItem, CommandBlock, DeadlineItem, StepItem
from diagnostics.narrative.support import facts_for_support
from diagnostics.narrative.telling import Telling
from diagnostics.vocabulary import Category

#: Which answer fits which category; the rest is a fault of ours.
_ANSWER: dict[Category, str] = {
    "tls": "technical",
    "connection": "technical",
    "server-permanent": "technical",
    "message-format": "technical",
    "reputation": "standing",
    "sender-auth-policy": "standing",
    "recipient-unknown": "address",
    "recipient-domain": "address",
    "recipient-disabled": "mailbox",
    "mailbox-full": "full",
    "recipient-restricted": "restricted",
    "content": "content",
    "message-size": "size",
    "rate-limit": "later",
    "greylisted": "later",
    "server-temporary": "later",
    "expired": "expired",
    "feedback": "feedback",
    "unknown": "unknown",
}
#: Answers that a code alone is enough for; the others would claim what nobody knows.
_SAFE_GUESS = frozenset({"address", "full", "later", "size", "expired"})
_SHORT_LIVED = re.compile(
    r"passw|recover|reset|contrase|recupera|verif|confirm|otp|token|code|activa|invit", re.IGNORECASE
)
#: Support needs no ticket for itself, the recipient is told otherwise, and waiting needs nobody.
_NEED_NO_TICKET = frozenset({"support", "recipient", "wait"})
_WITHOUT_PATIENCE = frozenset({"feedback"})


def customer_answer(telling: Telling) -> str:
    """Return an answer without jargon and blame that says what happens next."""
    words, category = telling.words, telling.diagnosis.category
    explanation = telling.diagnosis.explanation
    key = _ANSWER.get(category, "ours")
    if category == "mailbox-full" and explanation and explanation.scope == "account":
        key = "ours"
    if telling.diagnosis.explanation is None and key not in _SAFE_GUESS:
        key = "unknown"
    elif key == "unknown":
        key = "late"  # explained, yet without a cause: a notice between the tries
    said = telling.promised(f"customer.{key}")
    if not telling.filling.values.get("recipient"):
        said = said.replace("{recipient}", words.say("customer.your_address"))
    parts = [words.say("customer.greeting"), telling.filling.prose(said)]
    if telling.facts.message_kind and _SHORT_LIVED.search(telling.facts.message_kind) and category != "feedback":
        parts.append(words.say("customer.link"))
    if category not in _WITHOUT_PATIENCE:
        parts.append(words.say("customer.closing"))
    return "\n\n".join(parts)


def admin_ticket(
    telling: Telling,
    *,
    title: str,
    verdict: str,
    causes: Sequence[CauseItem],
    steps: Sequence[StepItem],
    notes: Sequence[str],
    deadlines: Sequence[DeadlineItem],
) -> str:
    """Return a ticket with the evidence, the commands with their real values, the session number and UTC times."""
    if telling.diagnosis.party in _NEED_NO_TICKET and not telling.nobody_knows:
        return ""
    words = telling.words
    parts = [
        words.say("ticket.subject", title=title),
        _section(words.say("ticket.what"), [verdict]),
        _section(
            words.say("ticket.evidence"), [f"{words.say(f'support.{k}')}: {v}" for k, v in facts_for_support(telling)]
        ),
        _section(words.say("ticket.proved"), _checks(telling)),
    ]
    if causes:
        first = causes[0]
        parts.append(
            _section(words.say("ticket.cause"), [f"{first.text} ({first.likelihood_label.lower()}). {first.why}"])
        )
    if steps:
        lines = [line for number, step in enumerate(steps, 1) for line in _step(telling, number, step)]
        parts.append(_section(words.say("ticket.please"), [*notes, *lines]))
    if telling.diagnosis.advice == "hold-account":
        then = [telling.promised("ticket.hold"), telling.promised("ticket.test_again")]
        parts.append(_section(words.say("ticket.then"), then))
    if deadlines:
        parts.append(
            _section(words.say("ticket.deadline"), [f"{d.when[0].upper()}{d.when[1:]}: {d.text}" for d in deadlines])
        )
    return "\n\n".join(parts)


def _section(heading: str, lines: Sequence[str]) -> str:
    return "\n".join([heading, *(line for line in lines if line)])


def _checks(telling: Telling) -> list[str]:
    return [
        f"- {telling.words.say(f'label.component.{check.component}')}: {telling.value(check.component, check.value)}"
        f" – {telling.words.say(f'label.state.{check.state}').lower()}. {telling.proof(check)}"
        for check in telling.diagnosis.checks
        if check.proof != UNRECORDED
    ]


def _step(telling: Telling, number: int, step: StepItem) -> list[str]:
    lines = [f"{number}. {step.title}"]
    if step.weakens:
        lines.append(f"   ! {telling.words.say('word.weakens')}: {step.weakens}")
    lines += [f"   - {click}" for click in step.clicks]
    for command in step.commands:
        lines += _command(command)
    return lines


def _command(command: CommandBlock) -> list[str]:
    lines = [f"   {command.purpose} ({command.shell}):", *(f"     {line}" for line in command.lines)]
    return [*lines, f"     → {command.expect}"] if command.expect else lines
