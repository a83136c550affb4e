"""Part 10: other ways, when the steps cannot be taken; none that is not there or cannot reach the recipient."""

from diagnostics.catalogue.explanation import Procedure
from diagnostics.circumstances import circumstances
from diagnostics.document import StepItem
from diagnostics.narrative.steps import as_step, is_for
from diagnostics.narrative.telling import Telling

#: Ways that reach nobody outside the sender's own organisation.
_INTERNAL_ONLY = frozenset({"hve"})
#: Ways by which mail inside the own organisation needs no password.
_WITHOUT_PASSWORD = frozenset({"smtp-relay", "hve"})


def offered(telling: Telling) -> tuple[Procedure, ...]:
    """Return the other ways of the explanation that are open in this case."""
    entry = telling.entry
    if entry is None:
        return ()
    done = {step.procedure for step in entry.steps if is_for(step, telling)}
    closed = done if _internal(telling) else done | _INTERNAL_ONLY
    found = [telling.procedures[id_] for id_ in entry.alternatives if id_ not in closed and id_ in telling.procedures]
    return tuple(procedure for procedure in found if _exists_there(procedure, telling))


def alternatives(telling: Telling, ways: tuple[Procedure, ...]) -> tuple[StepItem, ...]:
    """Return the other ways as they are read."""
    return tuple(as_step(telling, procedure) for procedure in ways)


def alternatives_note(telling: Telling, ways: tuple[Procedure, ...]) -> str:
    """Return what the recipient's address makes possible."""
    useful = _WITHOUT_PASSWORD & {procedure.id for procedure in ways}
    return telling.words.say("step.note.internal") if useful and _internal(telling) else ""


def _internal(telling: Telling) -> bool:
    return "internal-recipient" in circumstances(telling.evidence, telling.facts)


def _exists_there(procedure: Procedure, telling: Telling) -> bool:
    """Whether a way exists at this provider; an unknown one may be the provider whose words the entry explains."""
    if not procedure.providers:
        return True
    if telling.provider is None:
        return telling.entry is not None and telling.entry.family in procedure.providers
    return telling.provider.id in procedure.providers
