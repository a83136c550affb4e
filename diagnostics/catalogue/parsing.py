"""Turn one TOML file of the catalogue into values."""

from diagnostics.catalogue.explanation import Cause, Clue, Command, Example, Explanation, Procedure, Step
from diagnostics.catalogue.fields import Fields
from diagnostics.catalogue.synonyms import spelled_out
from diagnostics.codes import dictionary
from diagnostics.vocabulary import ADVICES, CATEGORIES, CONFIDENCES, PARTIES, PERMANENCES, SCOPES, STAGES

#: Categories whose permanence the reply's first digit does not change.
_HOLDS = frozenset({"authentication", "expired", "feedback"})


def explanation(code: str, family: str, fields: Fields) -> Explanation:
    """Read one entry. An entry marked `words = "pending"` borrows title and meaning from the code dictionary."""
    category = fields.choice("category", CATEGORIES)
    pending = fields.choice("words", ("pending",), None) == "pending"
    borrowed = dictionary.enhanced(fields.text("dictionary")) if pending else None
    if pending and borrowed is None:
        raise fields.fault("dictionary", "names no code of the dictionary")
    entry = Explanation(
        code=code,
        family=family,
        category=category,
        permanence=fields.choice("permanence", PERMANENCES),
        party=fields.choice("party", PARTIES),
        advice=fields.choice("advice", ADVICES),
        scope=fields.choice("scope", SCOPES),
        confidence=fields.choice("confidence", CONFIDENCES),
        verified=fields.day("verified"),
        title=borrowed.title if borrowed else fields.words("title"),
        summary=borrowed.title if borrowed else fields.words("summary"),
        meaning=borrowed.meaning if borrowed else fields.words("meaning"),
        not_meaning={"en": "", "es": ""} if borrowed else fields.words("not_meaning"),
        causes=tuple(_cause(row) for row in fields.tables("cause")),
        steps=tuple(_step(row) for row in fields.tables("step")),
        alternatives=fields.texts("alternatives"),
        deadlines=fields.texts("deadlines"),
        references=fields.texts("references"),
        clues=tuple(_clue(row) for row in fields.tables("clue")),
        examples=tuple(_example(row) for row in fields.tables("example")),
        near_misses=tuple(_example(row) for row in fields.tables("near_miss")),
        pending=pending,
        permanence_holds=fields.flag("permanence_holds") or category in _HOLDS,
    )
    fields.done()
    return entry


def procedure(id_: str, fields: Fields) -> Procedure:
    """Read one procedure."""
    read = Procedure(
        id=id_,
        party=fields.choice("party", PARTIES),
        title=fields.words("title"),
        clicks=fields.lists("clicks"),
        commands=tuple(_command(row) for row in fields.tables("command")),
        wait=fields.words_or_none("wait"),
        verify=fields.words_or_none("verify"),
        undo=fields.words_or_none("undo"),
        weakens=fields.words_or_none("weakens"),
        references=fields.texts("references"),
        providers=fields.texts("providers"),
    )
    fields.done()
    return read


def _cause(row: Fields) -> Cause:
    cause = Cause(
        id=row.text("id"),
        likelihood=row.number("likelihood", 0, 100),
        says=row.words("says"),
        why=row.words("why"),
        test=row.words("test"),
        supports=row.weights("supports"),
        weakens=row.weights("weakens"),
        named_by=row.text_or_none("named_by"),
        providers=row.texts("providers"),
    )
    row.done()
    return cause


def _step(row: Fields) -> Step:
    step = Step(
        party=row.choice("party", PARTIES),
        procedure=row.text_or_none("procedure"),
        says=row.words_or_none("says"),
        weakens=row.words_or_none("weakens"),
        providers=row.texts("providers"),
        elsewhere=row.flag("elsewhere"),
    )
    if (step.procedure is None) == (step.says is None):
        raise row.fault("procedure", "a step names a procedure or has words of its own, one of the two")
    row.done()
    return step


def _command(row: Fields) -> Command:
    command = Command(
        shell=row.choice("shell", ("powershell", "bash", "text")),
        does=row.choice("does", ("check", "change", "undo")),
        run=row.texts("run"),
        expect=row.words_or_none("expect"),
    )
    row.done()
    return command


def _clue(row: Fields) -> Clue:
    text = row.text_or_none("text")
    clue = Clue(
        text=spelled_out(text) if text else None,
        enhanced=row.text_or_none("enhanced"),
        code=row.number_or_none("code", 200, 599),
        stage=row.choice("stage", STAGES, None),
        provider=row.text_or_none("provider"),
        weak=row.flag("weak"),
        general=row.flag("general"),
        loose=row.flag("loose"),
    )
    if clue.text is None and clue.enhanced is None and clue.code is None:
        raise row.fault("text", "a clue names a text, an enhanced status or a reply code")
    row.done()
    return clue


def _example(row: Fields) -> Example:
    example = Example(text=row.text("text"), goes_to=row.text_or_none("goes_to"))
    row.done()
    return example
