"""Where SMTP replies begin in a text that somebody else printed.

A head is three digits that a server said ("550", "535-5.7.8"), or an enhanced status whose digits the printer dropped
("The server response was: 5.7.57 …"). Numbers that are ports, times, sizes or addresses are not heads.
"""

import re
from dataclasses import dataclass
from itertools import islice

#: Chinese and Japanese sentences leave no blank before a number.
_DIGITS = re.compile(r"(?<![a-zA-Z0-9_\u00c0-\u024f.\-/@+=&%])([2-5]\d\d)(?![\w./@+%])")
_EQUALS_DIGITS = re.compile(
    r"(?:(?:status|code|reply) ?[=:]|(?<!expected )response ?code) ?([245]\d\d)(?![\w./@+%])", re.IGNORECASE
)
_ENHANCED_AFTER = re.compile(
    r"\]?(?:[ \t]?[-:][ \t]?['\"]?|[ \t]+|\r?\n[ \t]*)[(\[]?#?([245]\.\d\.\d{1,3})(?![\w.])[)\]]?"
)
_ENHANCED = re.compile(r"(?<![\w.\-/@:])[(\[<]?#?([245]\.\d\.\d{1,3})(?![\w.\-]\w|\w)")
#: A number after one of these on the same line is no reply.
_NOT_A_REPLY = re.compile(
    r"(?i)(?:\b(?:port|ports|puerto|porta|timeout|timed|time|line|lines|size|length|errno|attempts?|count|retries|id|pid|in|on|at|of|"
    r"for|to|than|limit|delay|expected(?: response)? code|after|exceeds|max|maximum|version|win32|exit|hresult|uid|by|is|are|was)"
    r"[ \t:=\"'(#]{0,4})\Z"
)
#: … unless this stands before it.
_WAS_SAID = re.compile(
    r"(?i)\b(?:returned|responded|said|response|reply|answer|error)[ \t]+(?:was|is)[ \t]*:?[ \t]*[\"'(\[]?$"
)
#: What printers write before a server's words.
_OPENER = re.compile(
    r"(?i)(?:^|\.\.\.|[\n\r>|<(\[{\"'`=,;?*:]|\b(?:said|says|replied|returned|response|responded|answered|antwortete|dijo|error|err|code|"
    r"(?:login|error|fail\w{0,4}|reject\w{0,3}|refus\w{0,3})[ \t]-|reply|got|with|reason|status|respondi[oó]|r[ée]pondu|disse|smtp|stat|server|failed|rejected|permanently|\w+(?:error|exception)|smtp\w+)|--+|--?>|=>|<--)[ \t]*$"
)
#: Printers end their own part with these, too; what follows must then look like a server's words.
_WEAK_OPENER = re.compile(r"(?:[ \t]-|\]:?)[ \t]*\Z")
_SAID = re.compile(r"[ \t]+[A-Z][a-z]+\b")
#: Where a number is that of a line.
_LINE_OF_A_FILE = re.compile(r"(?i)\.(?:php|py|rb|js|ts|java|kt|go|cs|vb|pl|erl|exs?|c(?:pp)?|rs):$")
#: What an application calls the words of a server.
_LABEL = re.compile(r"\s*[^\W\d][^\n:]{2,40}:[ \t]*")
#: As much of what stands before a number as these look at.
_LONGEST_OPENER = 28
#: A text with more numbers than these was made to keep the reader busy.
_MOST_CANDIDATES = 400
_PYTHON_TUPLE = re.compile(r",\s*b?(['\"])")
_SAME_LINE_TEXT = re.compile(r"[ \t]*(?:-|:|[ \t]|$|\r?\n|[)\]\"'};,])")


@dataclass(frozen=True, slots=True)
class Head:
    """One place where a reply begins; `text` is where its words begin, `quote` what closes them."""

    start: int
    text: int
    code: int | None
    enhanced: str | None
    #: The reply says that another line of it follows ("550-").
    continues: bool = False
    quote: str = ""


def find(text: str, limit: int = 60) -> list[Head]:
    """Return the first `limit` heads in order of position."""
    heads: list[Head] = []
    for match in islice(_DIGITS.finditer(text), _MOST_CANDIDATES):
        head = _judge(text, match, heads)
        if head is not None:
            heads.append(head)
            if len(heads) >= limit:
                break
    if not heads:
        heads = [_head(text, m.start(1), m.end(1), int(m[1])) for m in _EQUALS_DIGITS.finditer(text)][:limit]
    return _with_bare_enhanced(text, _without_labels(text, heads), limit)


def _without_labels(text: str, heads: list[Head]) -> list[Head]:
    """Leave out a code that only announces the reply: behind it stands a label, and behind that the same code again."""
    return [
        head
        for head, following in zip(heads, [*heads, None][1:], strict=True)
        if following is None
        or head.code != following.code
        or head.enhanced
        or head.continues
        or not _LABEL.fullmatch(text[head.text : following.start])
    ]


def _judge(text: str, match: re.Match[str], heads: list[Head]) -> Head | None:
    """Decide whether three digits begin a reply, by what stands before and after them."""
    start, end = match.span(1)
    code = int(match[1])
    before = text[max(0, start - 60) : start]
    if quoted := _PYTHON_TUPLE.match(text, end):
        if before.rstrip().endswith(("(", "[")):
            return _head(text, start, quoted.end(), code, quote=quoted[1])
        return None
    if text[start - 1 : start] == "(" and text.startswith("):", end):
        # As in: permanent error (535): 5.7.8 and so on.
        return _head(text, start, end + 2, code) if _OPENER.search(before[:-1]) else None
    if not _SAME_LINE_TEXT.match(text, end):
        return None
    enhanced = _ENHANCED_AFTER.match(text, end)
    if enhanced and enhanced[1][0] == match[1][0]:
        return _head(text, start, end, code)
    if before.endswith("#"):
        # A number in a list. Exchange puts one before replies too, but those go on with their status.
        return _head(text, start, end, code) if enhanced else None
    if _continues_previous(text, start, end, code, heads):
        return _head(text, start, end, code)
    words = before.rstrip(" \t")[-_LONGEST_OPENER:]
    announced = bool(_WAS_SAID.search(words))
    if (not announced and _NOT_A_REPLY.search(before[-_LONGEST_OPENER:])) or _LINE_OF_A_FILE.search(before):
        return None
    opener = announced or not words or bool(_OPENER.search(words))
    opener = opener or (code >= 400 and bool(_WEAK_OPENER.search(words)) and bool(_SAID.match(text, end)))
    if not opener or not _has_words(text, end):
        return None
    if (
        match[1][1] > "5"
        and before.strip()
        and not re.search(r"(?i)(?:said|replied|error|code|login|response|talk to me|after [^\n]{3,50}:)\W*$", before)
    ):
        return None
    if code < 400 and before.strip() and not re.search(r"(?:^|\n|<<<|S:|<-|[\"'])[ \t]*$", before):
        return None
    return _head(text, start, end, code)


def _continues_previous(text: str, start: int, end: int, code: int, heads: list[Head]) -> bool:
    """Flattened multi-line replies repeat "550-" and end in "550 " in the middle of a line."""
    if not heads or heads[-1].code != code or not text[start - 1 : start].isspace():
        return False
    return heads[-1].continues or text[end : end + 1] == "-"


def _has_words(text: str, end: int) -> bool:
    """A reply without any word after it counts only at the end of the text or of a line."""
    if text[end : end + 1] in ('"', "'", ")", "]", "}", ","):
        return not text[end : end + 40].strip("\"')]},.; \r\n")
    return True


def _head(text: str, start: int, end: int, code: int, quote: str = "") -> Head:
    continues = text[end : end + 1] == "-" and not quote
    enhanced = _ENHANCED_AFTER.match(text, end) or (
        re.match(r"#?([245]\.\d\.\d{1,3})(?![\w.])", text[end : end + 14]) if quote else None
    )
    words = end
    found = None
    # Servers do put "451 5.7.3": what stands right behind the digits is meant, whatever its class.
    if enhanced and (enhanced[1][0] == str(code)[0] or (code >= 400 and enhanced[1][0] != "2")):
        found = enhanced[1]
        words = enhanced.end() if enhanced.re is _ENHANCED_AFTER else end + enhanced.end()
    while words < len(text) and text[words] in " \t-:":
        words += 1
    if not quote and start and text[start - 1] in "\"'":
        quote = text[start - 1]
    return Head(start, words, code, found, continues, quote)


def _with_bare_enhanced(text: str, heads: list[Head], limit: int) -> list[Head]:
    """Add enhanced statuses that stand alone at the beginning of a server's words, where no digits precede them."""
    first = heads[0].start if heads else len(text)
    bare: list[Head] = []
    for match in islice(_ENHANCED.finditer(text, 0, min(len(text), first + 12)), _MOST_CANDIDATES):
        start = match.start(1)
        if start >= first or match[1][0] == "2":
            continue
        before = text[max(0, start - 60) : start].rstrip("#(")
        if (
            before.strip()
            and not _OPENER.search(before)
            and not re.search(r"(?i)\b(?:was|foi|era|fue|lautet|était|: ?)\s*$", before)
        ):
            continue
        if re.search(r"(?i)(?:dsn|version|v)[=: ]*$", before):
            continue
        if heads and re.search(r"(?i)\bstatus['\"]?:[ \t]*['\"]?$", before):
            # A field of a report or of a notification; the reply itself stands in the field below.
            continue
        if bare and bare[-1].enhanced == match[1]:
            continue
        words = match.end()
        while words < len(text) and text[words] in " \t-:)]>":
            words += 1
        bare.append(Head(start, words, None, match[1]))
        if len(bare) >= limit:
            break
    return bare + heads
