"""Part 9: what to do, in order."""

from collections.abc import Iterable, Sequence

from diagnostics.catalogue.explanation import Command, Procedure, Step
from diagnostics.diagnosis import Check
from diagnostics.document import CommandBlock, StepItem
from diagnostics.narrative.links import localised
from diagnostics.narrative.telling import Telling
from diagnostics.narrative.verdict import wrong_settings
from diagnostics.vocabulary import Party


def steps(telling: Telling) -> tuple[StepItem, ...]:
    """Return the steps: a wrong setting first, then those of the explanation, then what comes next after them."""
    explanation = telling.entry
    own = [step for step in explanation.steps if is_for(step, telling)] if explanation else []
    told = [_told(telling, step, number) for number, step in enumerate(own, 1)]
    found = [*_settings_step(telling), *(item for item in told if item)]
    if explanation is None and telling.diagnosis.category != "feedback":
        found += _steps_into_the_unknown(telling)
    return tuple(found + _sender_step(telling, {item.id for item in found}))


def step_notes(telling: Telling, other_ways: Sequence[Procedure]) -> tuple[str, ...]:
    """Return what was assumed and what was left out in clicks and commands."""
    used = [*_procedures(telling), *other_ways]
    texts = [text for p in used for text in (*p.clicks[telling.language], *_lines(p))]
    notes = []
    if any(telling.filling.assumes(text) for text in texts):
        notes.append(telling.say("step.note.assumed", **{"from": telling.used.sender}))
    if any(telling.filling.withholds(line) for procedure in used for line in _lines(procedure)):
        notes.append(telling.words.say("step.note.hostile"))
    return tuple(notes)


def _procedures(telling: Telling) -> Iterable[Procedure]:
    explanation = telling.entry
    if explanation is None:
        return ()
    ids = [step.procedure for step in explanation.steps if is_for(step, telling)]
    return [telling.procedures[id_] for id_ in ids if id_ and id_ in telling.procedures]


def _lines(procedure: Procedure) -> list[str]:
    return [line for command in procedure.commands for line in command.run]


def is_for(step: Step, telling: Telling) -> bool:
    """Whether a step is for the provider at hand; one for elsewhere is, where no other step knows the provider."""
    own = telling.provider.id if telling.provider else None
    if step.elsewhere:
        return not any(own in other.providers for other in (telling.entry.steps if telling.entry else ()))
    return not step.providers or own in step.providers


def _told(telling: Telling, step: Step, number: int) -> StepItem | None:
    fill, language = telling.filling.prose, telling.language
    weakens = fill(step.weakens[language]) if step.weakens else ""
    if step.procedure:
        procedure = telling.procedures.get(step.procedure)
        return as_step(telling, procedure, party=step.party, weakens=weakens) if procedure else None
    if step.says is None:
        return None
    return _item(telling, f"step-{number}", fill(step.says[language]).strip(), step.party, weakens=weakens)


def as_step(telling: Telling, procedure: Procedure, *, party: Party | None = None, weakens: str = "") -> StepItem:
    """Return a shared procedure with the values of this failure."""
    fill, language = telling.filling, telling.language

    def told(words: object) -> str:
        return fill.prose(words[language]).strip() if words else ""  # type: ignore[index]

    return StepItem(
        id=procedure.id,
        title=fill.prose(procedure.title[language]),
        party=party or procedure.party,
        party_label=telling.words.say(f"label.party.{party or procedure.party}"),
        clicks=tuple(fill.click(click) for click in procedure.clicks[language]),
        commands=tuple(_command(telling, command) for command in procedure.commands),
        wait=told(procedure.wait),
        verify=told(procedure.verify),
        undo=told(procedure.undo),
        weakens=weakens or told(procedure.weakens),
        references=tuple(localised(url, language) for url in procedure.references),
    )


def _command(telling: Telling, command: Command) -> CommandBlock:
    return CommandBlock(
        shell=command.shell,
        purpose=telling.words.say(f"label.purpose.{command.does}"),
        # Two lines can come out equal once their values are filled in; once is enough.
        lines=tuple(dict.fromkeys(telling.filling.command(line) for line in command.run)),
        expect=telling.filling.click(command.expect[telling.language]).strip() if command.expect else "",
    )


def _settings_step(telling: Telling) -> list[StepItem]:
    """A wrong setting costs a minute and may be all there is."""
    wrong = wrong_settings(telling)
    if not wrong:
        return []
    words = telling.words
    return [
        _item(
            telling,
            "correct-settings",
            words.say("step.settings.title"),
            "developer",
            clicks=tuple(_correction(telling, check) for check in wrong),
            verify=words.say("step.settings.verify"),
            undo=words.say("step.settings.undo"),
        )
    ]


def _correction(telling: Telling, check: Check) -> str:
    label = telling.words.say(f"label.component.{check.component}")
    value = telling.value(check.component, check.value)
    if check.expected:
        expected = telling.value(check.component, check.expected)
        return telling.say("step.settings.change", label=label, value=value, expected=expected)
    return telling.say("step.settings.look", label=label, value=value, proof=telling.proof(check))


def _sender_step(telling: Telling, present: set[str]) -> list[StepItem]:
    """A From that is not the login needs permission once the sign-in works."""
    sender = telling.checks.get("sender")
    own, shown = telling.used.login, telling.used.sender
    if sender is None or sender.state not in ("warning", "wrong") or not own or own.lower() == (shown or "").lower():
        return []
    microsoft = telling.provider is not None and telling.provider.id == "microsoft365"
    wanted = "send-as" if microsoft else "from-equals-login"
    if present & {"send-as", "from-equals-login"} or wanted not in telling.procedures:
        return []
    return [as_step(telling, telling.procedures[wanted])]


def _steps_into_the_unknown(telling: Telling) -> list[StepItem]:
    parties: dict[str, Party] = {"step-read": "support", "step-log": "developer", "step-provider": "account-admin"}
    wanted = list(parties) if telling.evidence.deciding else ["step-log"]
    return [_item(telling, key, telling.words.say(f"unknown.{key}"), parties[key]) for key in wanted]


def _item(telling: Telling, id_: str, title: str, party: Party, **parts: object) -> StepItem:
    label = telling.words.say(f"label.party.{party}")
    return StepItem(id=id_, title=title, party=party, party_label=label, **parts)  # type: ignore[arg-type]
