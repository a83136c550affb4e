"""What a notice says about one recipient, without what it says to everybody."""

import re
from dataclasses import replace
from itertools import islice

from diagnostics.evidence import Evidence, Reply
from diagnostics.reading.read import read

#: Fewer letters than these explain nothing ("550 failed").
_TELLING = 9
_NO_WORDS = re.compile(r"[\d.\s;:<>\[\]()*-]+|[^\s@<>]+@[^\s@<>]+")
_BLANK = re.compile(r"\n[ \t]*\n")
_DATE = re.compile(r"(?i)^\s*on (?:mon|tue|wed|thu|fri|sat|sun)\w*,? .{10,40}$", re.MULTILINE)
_TIMES = re.compile(r"(?im)^(?:subject|to|from|sent|date|message-id|cc)[ \t]*:.*$")
#: What stands around every list of recipients.
_FRAME = re.compile(
    r"(?i)(?:the )?following (?:recipient|address)[^:\n]{0,60}:|please (?:reply to|contact) <?[^\s@]{1,64}@\S{3,200}\s[^.]{0,200}\.|"
    r"(?:the )?(?:message|mail|server) will (?:be retried|continue trying) for [^\n]{1,40}|technical details of [^\n:]{3,40}:"
)
_FIRST_LINE = re.compile(r"[245]\d\d-")
_MOST_WORDS = 4000


def telling(words: str) -> bool:
    """Whether words say anything beyond addresses and numbers."""
    return len(_NO_WORDS.sub("", _FRAME.sub("", _TIMES.sub("", _DATE.sub("", words))))) >= _TELLING


def words_about(stretch: str, address: str) -> str:
    """The first telling paragraph of a stretch that begins where the recipient is named; empty where none is."""
    begin = stretch.lower().find(address.lower())
    after = _DATE.sub("", stretch[begin + len(address) :] if begin >= 0 else stretch).lstrip(">]\"'): \t")
    for paragraph in _BLANK.split(after, 6)[:6]:
        if telling(paragraph):
            return paragraph.strip()[:_MOST_WORDS]
    return ""


def whole_reply(diagnostic: str, notice: str) -> str:
    """Some reports keep only the first line of a reply ("552-…"); the notice then shows all of it."""
    if not _FIRST_LINE.match(diagnostic) or "\n" in diagnostic:
        return diagnostic
    first = re.escape(diagnostic[:300])
    quoted = (_reply_at(notice, match.start()) for match in islice(re.finditer(first, notice), 5))
    return max(quoted, key=len, default=diagnostic)


def _reply_at(notice: str, start: int) -> str:
    """The lines of one reply in a transcript, each without the arrow that printers put before it."""
    lines: list[str] = []
    for printed in notice[start : start + _MOST_WORDS].split("\n"):
        line = printed.strip().removeprefix("<<< ")
        if lines and line[:3] != lines[0][:3]:
            break
        lines.append(line)
        if not _FIRST_LINE.match(line):
            break
    return "\n".join(lines).removesuffix(")")


def evidence_of(text: str, address: str, *, words: str = "", status: str | None = None) -> Evidence:
    """Read what was said; the notice's own words stand for a reply where nobody replied."""
    evidence = replace(read(text), dialect="dsn", recipient=address)
    if evidence.deciding is not None:
        return _with_status(evidence, evidence.deciding, status)
    if not words and status is None:
        return evidence
    start = max(0, text.find(words))
    said = words or text[:_MOST_WORDS]
    return replace(
        evidence, replies=(Reply(code=None, enhanced=status, text=said, start=start, end=start + len(said)),)
    )


def _with_status(evidence: Evidence, deciding: Reply, status: str | None) -> Evidence:
    """Let the report's own status stand where the reply shows none."""
    if status is None or deciding.enhanced is not None:
        return evidence
    if deciding.code is not None and str(deciding.code)[0] != status[0]:
        return evidence
    mended = replace(deciding, enhanced=status)
    return replace(evidence, replies=tuple(mended if reply is deciding else reply for reply in evidence.replies))
