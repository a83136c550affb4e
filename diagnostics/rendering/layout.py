"""The order of the parts and the pieces they are made of, shared by text and Markdown."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal

from diagnostics.document import CauseItem, CodeBlock, DeadlineItem, Document, StepItem


@dataclass(frozen=True, kw_only=True)
class Piece:
    """One thing on the page. `lines` are its texts; a table's first line is its head, cells as tuples."""

    kind: Literal["part", "under", "prose", "bullets", "code", "table", "warning", "labelled"]
    text: str = ""
    lines: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    #: How deep it is set in, for what belongs to a numbered step.
    depth: int = 0


def pieces(document: Document) -> Iterable[Piece]:
    """Yield the whole document in reading order; parts that have nothing to say are left out."""
    yield from _top(document)
    yield from _codes(document)
    yield from _configuration(document)
    yield from _attempts(document)
    yield from _conclusion(document)
    yield from _causes(document)
    yield from _steps(document)
    yield from _other_ways(document)
    yield from _end(document)


def _part(document: Document, name: str) -> Piece:
    return Piece(kind="part", text=document.headings[name])


def _prose(text: str, depth: int = 0) -> Iterable[Piece]:
    if text:
        yield Piece(kind="prose", text=text, depth=depth)


def _labelled(document: Document, word: str, text: str, depth: int = 0) -> Iterable[Piece]:
    if text:
        yield Piece(kind="labelled", text=text, lines=(document.headings[f"word.{word}"],), depth=depth)


def _top(document: Document) -> Iterable[Piece]:
    yield _part(document, "verdict")
    yield from _prose(document.verdict)
    yield from _prose(document.similar)
    yield _part(document, "error")
    yield Piece(kind="code", text="".join(stretch.text for stretch in document.error))


def _codes(document: Document) -> Iterable[Piece]:
    if not document.code_by_code:
        return
    yield _part(document, "codes")
    for block in document.code_by_code:
        yield Piece(kind="under", text=_named(document, block))
        yield from _prose(block.meaning)
        yield from _labelled(document, "not_meaning", block.not_meaning)


def _named(document: Document, block: CodeBlock) -> str:
    quoted = document.headings["word.quoted"].replace("{text}", block.name)
    name = quoted if block.kind == "text" else block.name
    return f"{name} ({block.role_label.lower()})" if block.kind != "trailer" else name


def _configuration(document: Document) -> Iterable[Piece]:
    if not document.configuration:
        return
    yield _part(document, "configuration")
    head = tuple(document.headings[f"column.{column}"] for column in ("component", "value", "state", "proof"))
    rows = (
        (row.label, f"{row.value} → {row.expected}" if row.expected else row.value, row.state_label, row.proof)
        for row in document.configuration
    )
    yield Piece(kind="table", rows=(head, *rows))


def _attempts(document: Document) -> Iterable[Piece]:
    yield _part(document, "attempts")
    yield from _prose(document.attempts_summary)
    if document.attempts:
        head = tuple(document.headings[f"column.{column}"] for column in ("number", "at", "outcome", "note"))
        none = document.headings["word.none"]
        rows = ((str(row.number), row.at or none, row.outcome, row.note or none) for row in document.attempts)
        yield Piece(kind="table", rows=(head, *rows))


def _conclusion(document: Document) -> Iterable[Piece]:
    yield _part(document, "conclusion")
    yield from _prose(document.problem_is)
    if not any(block.meaning == document.meaning for block in document.code_by_code):
        yield from _prose(document.meaning)
    if document.problem_is_not:
        yield Piece(kind="under", text=document.headings["problem_is_not"])
        yield Piece(kind="bullets", lines=document.problem_is_not)
    yield from _prose(document.tried)
    yield from _prose(document.teach)
    if document.second_reading:
        yield Piece(kind="under", text=document.headings["second_reading"])
        yield from _prose(document.second_reading)


def _causes(document: Document) -> Iterable[Piece]:
    if not document.causes:
        return
    yield _part(document, "causes")
    for number, cause in enumerate(document.causes, 1):
        yield from _cause(document, number, cause)


def _cause(document: Document, number: int, cause: CauseItem) -> Iterable[Piece]:
    yield Piece(kind="under", text=f"{number}. {cause.text} – {cause.likelihood_label.lower()}")
    yield from _prose(cause.why, depth=1)
    yield from _labelled(document, "test", cause.test, depth=1)


def _steps(document: Document) -> Iterable[Piece]:
    if not document.steps:
        return
    yield _part(document, "steps")
    for note in document.step_notes:
        yield from _prose(note)
    for number, step in enumerate(document.steps, 1):
        yield from _step(document, f"{number}. ", step)


def _step(document: Document, number: str, step: StepItem) -> Iterable[Piece]:
    yield Piece(kind="under", text=f"{number}{step.title} ({step.party_label})")
    if step.weakens:
        yield Piece(kind="warning", text=step.weakens, lines=(document.headings["word.weakens"],), depth=1)
    if step.clicks:
        yield Piece(kind="bullets", lines=step.clicks, depth=1)
    for command in step.commands:
        yield from _prose(f"{command.purpose} ({command.shell}):", depth=1)
        yield Piece(kind="code", text="\n".join(command.lines), lines=(command.shell,), depth=1)
        yield from _labelled(document, "expect", command.expect, depth=1)
    for word in ("wait", "verify", "undo"):
        yield from _labelled(document, word, getattr(step, word), depth=1)


def _other_ways(document: Document) -> Iterable[Piece]:
    if document.alternatives:
        yield _part(document, "alternatives")
        yield from _prose(document.alternatives_note)
        for letter, step in zip("ABCDEFGHIJ", document.alternatives, strict=False):
            yield from _step(document, f"{letter}. ", step)
    if document.deadlines:
        yield _part(document, "deadlines")
        yield Piece(kind="bullets", lines=tuple(_deadline(document, each) for each in document.deadlines))


def _deadline(document: Document, item: DeadlineItem) -> str:
    when = f"{item.when[:1].upper()}{item.when[1:]}" + (f" ({item.countdown})" if item.countdown else "")
    return f"{when}: {item.text} ({document.headings['word.verified']} {item.verified})"


def _end(document: Document) -> Iterable[Piece]:
    if document.summary:
        yield _part(document, "summary")
        head = tuple(document.headings[f"column.{column}"] for column in ("component", "state", "action", "party"))
        rows = ((row.component, row.state_label, row.action, row.party_label) for row in document.summary)
        yield Piece(kind="table", rows=(head, *rows))
    for name, text in (
        ("support", document.support_block),
        ("customer_answer", document.customer_answer),
        ("admin_ticket", document.admin_ticket),
    ):
        if text:
            yield _part(document, name)
            yield Piece(kind="code", text=text)
    if document.references:
        yield _part(document, "references")
        yield Piece(kind="bullets", lines=tuple(f"{each.label} – {each.url}" for each in document.references))
    yield from _prose(document.catalogue_note)
