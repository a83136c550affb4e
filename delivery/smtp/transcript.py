"""The conversation as it was, line by line; secrets are masked before they enter, and its size is bounded."""

import time
from typing import Literal, NamedTuple

from diagnostics.vocabulary import Stage

Direction = Literal["client", "server", "note"]

MAX_LINES = 300
MAX_LINE_LENGTH = 2_000
_ARROWS = {"client": ">", "server": "<", "note": "*"}


class Line(NamedTuple):
    """One line said: by whom, at what stage, and how many seconds after the session was begun."""

    direction: Direction
    stage: Stage
    at: float
    text: str


Transcript = tuple[Line, ...]


class Recorder:
    """Writes a transcript down; `cut()` hands out what was said since the last cut."""

    def __init__(self) -> None:
        self._begun = time.monotonic()
        self._lines: list[Line] = []
        self._left_out = 0

    def note(self, direction: Direction, stage: Stage, text: str) -> None:
        """Add one line; beyond the bounds lines are counted instead, and long lines shortened."""
        if len(self._lines) >= MAX_LINES:
            self._left_out += 1
            return
        if len(text) > MAX_LINE_LENGTH:
            text = f"{text[:MAX_LINE_LENGTH]}… ({len(text) - MAX_LINE_LENGTH} more characters)"
        # Made without its names being looked at: there are nine of these for each message.
        self._lines.append(tuple.__new__(Line, (direction, stage, time.monotonic() - self._begun, text)))

    def cut(self) -> Transcript:
        """What was said since the last cut, as a value."""
        if self._left_out and self._lines:
            last = self._lines[-1]
            text = f"({self._left_out} more lines)"
            self._lines.append(Line(direction="note", stage=last.stage, at=last.at, text=text))
        lines, self._lines, self._left_out = tuple(self._lines), [], 0
        return lines


def written(transcript: Transcript) -> str:
    """The transcript as plain text, one line each: seconds, arrow, words."""
    return "\n".join([f"{at:8.3f} {_ARROWS[direction]} {text}" for direction, _stage, at, text in transcript])
