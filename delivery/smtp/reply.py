"""One SMTP reply (RFC 5321 §4.2): the lines exactly as they came, and what can be read from them."""

import re
from dataclasses import dataclass

_LINE = re.compile(r"([2-5][0-9][0-9])(?:([ -])(.*))?", re.DOTALL)
_ENHANCED = re.compile(r"([245]\.[0-9]{1,3}\.[0-9]{1,3})(?![0-9.])")
_UNPRINTABLE = re.compile("[\x00-\x08\x0a-\x1f\x7f-\x9f]")


@dataclass(frozen=True, kw_only=True)
class Reply:
    """A complete reply; `raw_lines` keep their codes ("535-5.7.8 Username …"), without the line ends."""

    code: int
    raw_lines: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The text of each line, without the reply code before it."""
        return tuple(line[4:] for line in self.raw_lines)

    @property
    def enhanced(self) -> str | None:
        """The enhanced status code (RFC 3463) the text starts with, if any."""
        return enhanced_status(self.lines)

    @property
    def positive(self) -> bool:
        """Whether the server did what it was asked (2xx)."""
        return 200 <= self.code <= 299


def enhanced_status(lines: tuple[str, ...]) -> str | None:
    """The enhanced status code at the start of the first line, if there is one."""
    found = _ENHANCED.match(lines[0]) if lines else None
    return found[1] if found else None


def read_line(line: str) -> tuple[int, bool] | None:
    """The code of one reply line and whether it is the last one; None when this is no SMTP reply."""
    found = _LINE.fullmatch(line)
    return (int(found[1]), found[2] != "-") if found else None


def as_text(line: bytes) -> str:
    """What a server wrote, as text that can be stored and shown: UTF-8, else Latin-1; control characters replaced."""
    try:
        text = line.decode()
    except UnicodeDecodeError:
        text = line.decode("latin-1")
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)
