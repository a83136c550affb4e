"""Puts the thirteen parts together into one document."""

from collections.abc import Mapping

from diagnostics.catalogue.explanation import Procedure
from diagnostics.catalogue.registry import catalogue
from diagnostics.diagnosis import Diagnosis
from diagnostics.document import Document
from diagnostics.narrative import attempts, checked, conclusion, copies, dates, likely, steps, ways
from diagnostics.narrative.codes import code_by_code
from diagnostics.narrative.error import error
from diagnostics.narrative.references import references
from diagnostics.narrative.summary import summary
from diagnostics.narrative.support import support_block
from diagnostics.narrative.telling import Telling
from diagnostics.narrative.title import title
from diagnostics.narrative.verdict import verdict
from diagnostics.vocabulary import Language


def compose(diagnosis: Diagnosis, language: Language, procedures: Mapping[str, Procedure] | None = None) -> Document:
    """Tell one diagnosis in one language; every string is plain text and must be escaped where it is shown."""
    shared = catalogue().procedures if procedures is None else procedures
    telling = Telling(diagnosis=diagnosis, language=language, procedures=shared)
    words = telling.words
    open_ways = ways.offered(telling)
    own_steps, other_ways = steps.steps(telling), ways.alternatives(telling, open_ways)
    own_causes, notes = likely.causes(telling), steps.step_notes(telling, open_ways)
    own_dates, own_title, own_verdict = dates.deadline_items(telling), title(telling), verdict(telling)
    return Document(
        language=language,
        code=diagnosis.code,
        category=diagnosis.category,
        category_label=words.say(f"label.category.{diagnosis.category}"),
        permanence=diagnosis.permanence,
        permanence_label=words.say(f"label.permanence.{_permanence(telling)}"),
        party=diagnosis.party,
        party_label=words.say(f"label.party.{diagnosis.party}"),
        advice=diagnosis.advice,
        advice_label=telling.promised(f"label.advice.{diagnosis.advice}{'-limit' if telling.limit_reached else ''}"),
        confidence=diagnosis.confidence,
        confidence_label=words.say(f"label.confidence.{diagnosis.confidence}"),
        title=own_title,
        verdict=own_verdict,
        error=error(diagnosis),
        code_by_code=code_by_code(telling),
        configuration=checked.configuration(telling),
        attempts_summary=attempts.attempts_summary(telling),
        attempts=attempts.attempts(telling),
        meaning=conclusion.meaning(telling),
        problem_is=conclusion.problem_is(telling),
        problem_is_not=conclusion.problem_is_not(telling),
        second_reading=conclusion.second_reading(telling),
        causes=own_causes,
        steps=own_steps,
        alternatives=other_ways,
        deadlines=own_dates,
        summary=summary(telling, own_steps),
        support_block=support_block(telling),
        references=references(telling, own_steps + other_ways, own_dates),
        catalogue_note=_note(telling),
        headings={**words.under("heading"), **{f"word.{k}": v for k, v in words.under("word").items()}},
        provider=telling.provider_name,
        step_notes=notes,
        alternatives_note=ways.alternatives_note(telling, open_ways),
        similar=attempts.similar(telling),
        tried=conclusion.tried(telling),
        teach=conclusion.teach(telling),
        customer_answer=copies.customer_answer(telling),
        admin_ticket=copies.admin_ticket(
            telling,
            title=own_title,
            verdict=own_verdict,
            causes=own_causes,
            steps=own_steps,
            notes=notes,
            deadlines=own_dates,
        ),
        server_time=telling.evidence.server_time,
        recorded_at=telling.facts.recorded_at,
    )


def _permanence(telling: Telling) -> str:
    """Whether waiting helps; where the server calls final what passes by itself, the advice is believed."""
    if telling.limit_reached:
        return "limit"
    diagnosis = telling.diagnosis
    passes = diagnosis.permanence == "permanent" and diagnosis.advice in ("retry-soon", "retry-slowly")
    return "passes" if passes else diagnosis.permanence


def _note(telling: Telling) -> str:
    diagnosis, words = telling.diagnosis, telling.words
    if diagnosis.explanation is None:
        return words.say("note.no-entry")
    return words.say(
        "note.catalogue",
        code=diagnosis.code,
        confidence=words.say(f"label.confidence.{diagnosis.confidence}").lower(),
        verified=diagnosis.explanation.verified.isoformat(),
    )
