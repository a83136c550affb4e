"""Part 3: the raw text untouched, cut where its parts begin and end."""

from itertools import pairwise
from typing import Literal

from diagnostics.diagnosis import Diagnosis
from diagnostics.document import Highlight

Kind = Literal["plain", "decides", "consequence", "context"]


def error(diagnosis: Diagnosis) -> tuple[Highlight, ...]:
    """Cut the raw text into stretches; joined they are the raw text again, to the letter."""
    raw = diagnosis.evidence.raw
    spans: list[tuple[int, int, Kind]] = [(reply.start, reply.end, reply.role) for reply in diagnosis.evidence.replies]
    # What stands inside another reply is painted after it, the deciding words last of all.
    spans.sort(key=lambda span: (span[2] == "decides", span[0] - span[1]))
    spans += [(start, end, "decides") for start, end in diagnosis.marked]
    edges = sorted({0, len(raw), *(_within(edge, raw) for start, end, _ in spans for edge in (start, end))})
    pieces: list[Highlight] = []
    for start, end in pairwise(edges):
        kind: Kind = next((kind for first, last, kind in reversed(spans) if first <= start and end <= last), "plain")
        if pieces and pieces[-1].kind == kind:
            pieces[-1] = Highlight(text=pieces[-1].text + raw[start:end], kind=kind)
        else:
            pieces.append(Highlight(text=raw[start:end], kind=kind))
    return tuple(pieces)


def _within(edge: int, raw: str) -> int:
    return max(0, min(edge, len(raw)))
