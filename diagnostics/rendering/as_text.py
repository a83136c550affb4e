"""A document as plain text for a terminal or an e-mail: 80 columns, no control signs of strangers."""

import textwrap
import unicodedata

from diagnostics.document import Document
from diagnostics.rendering.layout import Piece, pieces

_WIDTH = 80


def as_text(document: Document) -> str:
    """Return the document as text."""
    lines = [*_wrapped(document.title), "=" * min(_WIDTH, len(document.title))]
    for piece in pieces(document):
        lines += ["", *_RENDER[piece.kind](piece)] if piece.kind != "labelled" else _RENDER[piece.kind](piece)
    return "\n".join(lines)


def _wrapped(text: str, indent: int = 0, first: str = "", rest: str = "") -> list[str]:
    """Wrap each paragraph; addresses and codes are never broken inside."""
    lines: list[str] = []
    for paragraph in clean(text).split("\n"):
        lines += textwrap.wrap(
            paragraph,
            _WIDTH,
            initial_indent=" " * indent + first,
            subsequent_indent=" " * indent + (rest or " " * len(first)),
            break_long_words=False,
            break_on_hyphens=False,
        ) or [""]
    return lines


def clean(text: str) -> str:
    """Take out signs that would steer a terminal; line ends and tabs stay."""
    return "".join(sign for sign in text if sign in "\n\t" or unicodedata.category(sign) not in ("Cc", "Cf", "Cs"))


def _part(piece: Piece) -> list[str]:
    return ["", piece.text.upper(), "-" * len(piece.text)]


def _under(piece: Piece) -> list[str]:
    return _wrapped(piece.text, rest="   ")


def _prose(piece: Piece) -> list[str]:
    return _wrapped(piece.text, indent=3 * piece.depth)


def _labelled(piece: Piece) -> list[str]:
    return _wrapped(f"{piece.lines[0]}: {piece.text}", indent=3 * piece.depth, rest="  ")


def _warning(piece: Piece) -> list[str]:
    return _wrapped(f"{piece.lines[0]}: {piece.text}", indent=3 * piece.depth, first="! ")


def _bullets(piece: Piece) -> list[str]:
    return [line for text in piece.lines for line in _wrapped(text, indent=3 * piece.depth, first="- ")]


def _code(piece: Piece) -> list[str]:
    indent = " " * (3 * piece.depth + 4)
    return [indent + line for line in clean(piece.text).rstrip("\n").split("\n")]


def _table(piece: Piece) -> list[str]:
    """Print a narrow first column and the rest below each other: proofs are long and terminals narrow."""
    head, *rows = piece.rows
    lines: list[str] = []
    for row in rows:
        first, *others = row
        lines += _wrapped(f"{head[0]} {first}" if first.isdigit() else first)
        shown = [(name, cell) for name, cell in zip(head[1:], others, strict=True) if cell not in ("", "–")]
        lines += [line for name, cell in shown for line in _wrapped(f"{name}: {cell}", indent=3, rest="  ")]
    return lines


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
