"""A document as Markdown: whatever a stranger wrote stays text, it never becomes a link, a picture or HTML."""

import re

from diagnostics.document import Document
from diagnostics.rendering.as_text import clean
from diagnostics.rendering.layout import Piece, pieces

#: Signs that make markup anywhere in a line; "!" and "(" make some only beside a bracket, which is among them.
_SPECIAL = re.compile(r"([\\`*_\[\]<>|~&])")
_OWN_URL = re.compile(r"https://[\w./?=&%+~#:@-]*[\w/=]")
#: At the start of a line these would begin a list, a quotation or a heading.
_LINE_START = re.compile(r"^(\s*\d*)([-+=#.)]+)(?=\s|$)")
_LANGUAGES = {"powershell": "powershell", "bash": "bash"}


def as_markdown(document: Document) -> str:
    """Return the document as Markdown."""
    title = f"# {_inline(document.title)}"
    return "\n\n".join([title, *(_RENDER[piece.kind](piece) for piece in pieces(document))])


def _text(text: str) -> str:
    """Escape running text that begins a line."""
    return _LINE_START.sub(r"\1\\\2", _inline(text))


def _inline(text: str) -> str:
    """Escape text that stands behind other text in its line."""
    return _escaped(" ".join(clean(text).split()))


def _linked(text: str) -> str:
    """Escape a line of ours, whose web addresses become links."""
    shown: list[str] = []
    end = 0
    text = " ".join(clean(text).split())
    for match in _OWN_URL.finditer(text):
        shown += [_escaped(text[end : match.start()]), f"<{match[0]}>"]
        end = match.end()
    return "".join([*shown, _escaped(text[end:])])


def _escaped(text: str) -> str:
    return _SPECIAL.sub(r"\\\1", text)


def _paragraphs(text: str) -> str:
    return "\n\n".join(_text(paragraph) for paragraph in text.split("\n") if paragraph.strip())


def _part(piece: Piece) -> str:
    return f"## {_inline(piece.text)}"


def _under(piece: Piece) -> str:
    return f"### {_inline(piece.text)}"


def _prose(piece: Piece) -> str:
    return _paragraphs(piece.text)


def _labelled(piece: Piece) -> str:
    return f"**{_inline(piece.lines[0])}:** {_inline(piece.text)}"


def _warning(piece: Piece) -> str:
    return f"> **{_inline(piece.lines[0])}:** {_inline(piece.text)}"


def _bullets(piece: Piece) -> str:
    return "\n".join(f"- {_linked(line)}" for line in piece.lines)


def _code(piece: Piece) -> str:
    text = clean(piece.text).rstrip("\n")
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    fence = "`" * max(3, longest + 1)
    language = _LANGUAGES.get(piece.lines[0], "text") if piece.lines else "text"
    return f"{fence}{language}\n{text}\n{fence}"


def _table(piece: Piece) -> str:
    head, *rows = piece.rows
    lines = [_row(head), "|" + " --- |" * len(head)]
    return "\n".join([*lines, *(_row(row) for row in rows)])


def _row(cells: tuple[str, ...]) -> str:
    return "| " + " | ".join(_inline(cell) for cell in cells) + " |"


_RENDER = {
    "part": _part,
    "under": _under,
    "prose": _prose,
    "labelled": _labelled,
    "warning": _warning,
    "bullets": _bullets,
    "code": _code,
    "table": _table,
}
