"""Every SMTP reply in a text, and which of them the diagnosis rests on."""

import re
from dataclasses import dataclass, replace

from diagnostics.evidence import Reply
from diagnostics.reading import heads
from diagnostics.reading.charset import decoded
from diagnostics.reading.heads import Head

#: Where a server's words end at the latest: the printer speaks again.
_END = re.compile(
    r"(?i)\(in reply to|\r?\n[ \t]{0,40}\r?\n|\r?\n?[ \t]{1,40}at [\w$.<>]{1,200}[.(]|\s--->|\r?\n\s{0,40}nested exception|;\s{0,40}nested exception|;\s{0,40}message exceptions \("
    r"|\r?\n[ \t]*(?:to(?: e-?mail)?|from(?: e-?mail)?|smtp host|smtp port|ssl enabled|host|port|para|de|server|servidor|puerto)[ \t]*[:=]"
    r"|\r?\n[ \t]*(?:traceback|stack ?trace|from_addr|-{3,}|>>> |<<< |c: |s: |message headers follow)"
    r"|\\?['\"],?\s*(?:\\n|\n)?\s*[\"']?(?:responseCode|command|code|errno)\b"
)
_ENHANCED_INSIDE = re.compile(r"(?<![\w.\-/])#?([245]\.\d\.\d{1,3})(?![\w.])")
_LINE_END = re.compile(r"(?:\\r)?(?:\\n|\r?\n)[ \t]{0,40}\??(?:[245]\d\d[ -])?(?:[245]\.\d\.\d{1,3}[ \t]+)?")
#: How Python prints bytes and Go and JSON print signs: letters beyond ASCII, one escape for each byte or sign.
_BYTES = re.compile(r"(?:\\x[89a-fA-F][0-9a-fA-F])+")
_SIGN = re.compile(r"\\u(?!00[0-7])([0-9a-fA-F]{4})")
_INNER = re.compile(r"(?i)\b(?:error|fehler|erreur|erro):?[ \t]*\Z")
#: Exchange and Barracuda pass on what the next server said: "… -> 550 5.1.1 …", "(ana@example.org:550 …".
_PASSED_ON = re.compile(r"(?:->[ \t]{0,4}|#[245]\.\d\.\d{1,3} smtp;[ \t]?|\([^\s()@]{1,64}@[^\s():]{1,255}:)$")
#: Sendmail puts another server's reply behind the address: "554 <ana@example.org>... 550 Host unknown".
_ONLY_NAMES = re.compile(r"<?[^\s<>]{1,320}>?\.\.\.")
#: Replies that only complain about what a client did after something else had failed.
_COMPLAINTS = frozenset({500, 502, 503, 504})
_MAX_REPLY = 4000


@dataclass(frozen=True, slots=True)
class _Found:
    head: Head
    reply: Reply


def read_replies(text: str, hidden: tuple[tuple[int, int], ...] = ()) -> tuple[Reply, ...]:
    """Return all replies, outermost first, with exactly one that decides when there is any.

    `hidden` are stretches that the printer itself wrote.
    """
    found = [_cut(text, group) for group in _groups(text, heads.find(text)) if not _inside(group[0].start, hidden)]
    if not found:
        return _stray(text, hidden)
    return _with_roles(text, found)


def _inside(position: int, spans: tuple[tuple[int, int], ...]) -> bool:
    return any(start <= position < end for start, end in spans)


def _groups(text: str, found: list[Head]) -> list[list[Head]]:
    """Join the lines of multi-line replies, and digits that the printer put in front of a reply ("553 | 553 5.7.1 …")."""
    groups: list[list[Head]] = []
    for head in found:
        last = groups[-1][-1] if groups else None
        if (
            last is not None
            and last.code is not None
            and last.code == head.code
            and (last.continues or not text[last.text : head.start].strip(" \t|:;,-"))
            and head.start - last.start < _MAX_REPLY
        ):
            groups[-1].append(head)
        else:
            groups.append([head])
    return [[*group, *_next_start(groups, i)] for i, group in enumerate(groups)]


def _next_start(groups: list[list[Head]], index: int) -> list[Head]:
    """The head that ends a group, marked by a negative text offset."""
    if index + 1 >= len(groups):
        return []
    return [replace(groups[index + 1][0], text=-1)]


def _cut(text: str, group: list[Head]) -> Reply:
    """Make a reply of one head and its continuation lines."""
    limit = len(text)
    if group[-1].text == -1:
        limit = group[-1].start
        group = group[:-1]
    first, last = group[0], group[-1]
    limit = min(limit, last.text + _MAX_REPLY)
    end = _end_of_words(text, last, limit)
    pieces = [
        text[head.text : (group[i + 1].start if i + 1 < len(group) else end)].strip(" \t\r\n?\"'+,")
        if len(group) > 1
        else text[head.text : end].strip()
        for i, head in enumerate(group)
    ]
    words = "\n".join(_unfold(piece) for piece in pieces if piece)
    enhanced = next((head.enhanced for head in group if head.enhanced), None) or _enhanced_inside(words, first.code)
    return Reply(code=first.code, enhanced=enhanced, text=words, start=first.start, end=max(end, last.text))


def _end_of_words(text: str, head: Head, limit: int) -> int:
    end = limit
    if head.quote:
        close = text.find(head.quote, head.text, limit)
        if close >= 0:
            end = close
    if stop := _END.search(text, head.text, end):
        end = stop.start()
    while end > head.text and (text[end - 1].isspace() or text[end - 1] == "\\"):
        end -= 1
    return max(end, head.text)


def _unfold(words: str) -> str:
    """Undo what printers do: escapes, and the digits repeated in front of each line."""
    words = _LINE_END.sub(" ", words).strip()
    if "\\" not in words:
        return words
    words = _BYTES.sub(lambda run: decoded(bytes.fromhex(run[0].replace("\\x", "")), None), words)
    words = _SIGN.sub(lambda sign: chr(int(sign[1], 16)), words)
    # Two escapes make one sign beyond the first plane; half of such a pair is no sign.
    return words.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _enhanced_inside(words: str, code: int | None) -> str | None:
    for match in _ENHANCED_INSIDE.finditer(words[:600]):
        if code is None or match[1][0] == str(code)[0]:
            return match[1]
    return None


def _stray(text: str, hidden: tuple[tuple[int, int], ...]) -> tuple[Reply, ...]:
    """No reply at all, yet an enhanced status somewhere ("(#5.1.2)", "dsn=4.7.5"): the whole text is its words."""
    for match in re.finditer(
        r"(?i)(?:(?:dsn|status)[=:]\s*|\(#|#|[\s(\[]|^)([45]\.\d\.\d{1,3})(?=[\s)\]>;,:]|$)", text[:8000]
    ):
        if _inside(match.start(1), hidden) or re.search(
            r"(?i)(?:version|postfix|exim|v)\s*$", text[max(0, match.start(1) - 12) : match.start(1)]
        ):
            continue
        return (
            Reply(
                code=None,
                enhanced=match[1],
                text=_unfold(text.strip()[:_MAX_REPLY]),
                start=match.start(1),
                end=match.end(1),
            ),
        )
    return ()


def _with_roles(text: str, found: list[Reply]) -> tuple[Reply, ...]:
    deciding = _deciding(text, found)
    return tuple(
        reply
        if i == deciding
        else replace(reply, role="consequence" if _follows(text, found, i, deciding) else "context")
        for i, reply in enumerate(found)
    )


def _deciding(text: str, found: list[Reply]) -> int:
    """The first refusal decides, unless it quotes the one that caused it or only complains of what came after."""
    refusals = [i for i, reply in enumerate(found) if _refuses(reply)]
    if not refusals:
        return 0
    serious = [i for i in refusals if not _complains(found[i])] or refusals
    chosen = serious[0]
    for i in serious[1:]:
        follows = not text[found[chosen].end : found[i].start].strip("\r\n \t")
        quoted = _INNER.search(text[max(0, found[i].start - 12) : found[i].start])
        if follows and (
            quoted or _passed_on(text, found[chosen], found[i]) or _ONLY_NAMES.fullmatch(found[chosen].text)
        ):
            chosen = i
    return chosen


def _complains(reply: Reply) -> bool:
    return reply.code in _COMPLAINTS or "no valid recipients" in reply.text.lower()


def _passed_on(text: str, outer: Reply, inner: Reply) -> bool:
    """Whether the outer reply only hands the inner one on; one that gave up in the end says more than what it quotes."""
    alike = str(outer.code)[:1] == str(inner.code)[:1]
    return alike and bool(_PASSED_ON.search(text, max(outer.start, inner.start - 330), inner.start))


def _refuses(reply: Reply) -> bool:
    return (reply.code or 0) >= 400 or (reply.code is None and (reply.enhanced or "2")[0] in "45")


def _follows(text: str, found: list[Reply], index: int, deciding: int) -> bool:
    """A reply that wraps the deciding one, or complains after it, follows from it."""
    if index < deciding:
        return found[index].code not in _COMPLAINTS and _refuses(found[index])
    return found[index].code in _COMPLAINTS and _refuses(found[index])
