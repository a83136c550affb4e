"""From a text to `Evidence`: find who printed it, take the printer's own words away, read the replies."""

from dataclasses import dataclass
from functools import cache
from types import ModuleType
from typing import cast

from diagnostics.evidence import EXCERPT_HEAD, EXCERPT_TAIL, Evidence, Reply
from diagnostics.patterns import PatternSet, span
from diagnostics.reading import dotnet, exim, go, java, microsoft, node, php, postfix, python, record, ruby, transcript
from diagnostics.reading.delay import goes_on
from diagnostics.reading.named_by_server import named_by_server
from diagnostics.reading.provider import recognise
from diagnostics.reading.reply import read_replies
from diagnostics.reading.trailer import Trailer, read_trailer
from diagnostics.reading.wrapping import Wrapping
from diagnostics.vocabulary import Stage

WINDOW_HEAD, WINDOW_TAIL = EXCERPT_HEAD, EXCERPT_TAIL

_DIALECTS: dict[str, ModuleType] = {
    "dotnet": dotnet,
    "python": python,
    "node": node,
    "php": php,
    "java": java,
    "go": go,
    "ruby": ruby,
    "postfix": postfix,
    "exim": exim,
    "microsoft-ndr": microsoft,
    "transcript": transcript,
}
#: Replies that are only given to one command (RFC 4954, RFC 5321 §4.3.2).
_SAID_IN: dict[int, Stage] = {535: "login", 534: "login", 538: "login", 432: "login", 551: "rcpt-to", 354: "data"}


@dataclass(frozen=True, slots=True)
class _Marks:
    """Every dialect's marks; `owner[i]` is the dialect of the i-th."""

    patterns: PatternSet
    owner: tuple[str, ...]


def read(raw: str, host: str | None = None) -> Evidence:
    """Read one failure text; every text is answered, and what is not in it stays None.

    `host` is the server that the caller knows was asked: the text itself may not say.
    """
    text, shift = _window(raw)
    text = _spaced(text)
    dialect, wrapping = _unwrap(text)
    wrapping = wrapping.beside(record.read_lines(text))
    replies = tuple(_shifted(reply, shift) for reply in _named(read_replies(text, wrapping.own_words), wrapping))
    trailer, named = read_trailer(text) or Trailer(), named_by_server(_deciding(replies))
    return Evidence(
        raw=raw,
        replies=replies,
        dialect=dialect,
        status_name=wrapping.status_name,
        wrapper_text=wrapping.wrapper_text,
        stage=wrapping.stage or _stage_said(replies),
        host=wrapping.host,
        ip=wrapping.ip,
        port=wrapping.port,
        security=wrapping.security,
        login=wrapping.login or named.login,
        sender=wrapping.sender or named.sender,
        sender_domain=named.sender_domain,
        sending_ip=named.ip,
        recipient=wrapping.recipient,
        goes_on=goes_on(text),
        provider=recognise(raw, wrapping.host, host),
        server=trailer.server,
        server_region=trailer.region,
        server_time=trailer.time,
        support_id=trailer.support_id,
    )


def _deciding(replies: tuple[Reply, ...]) -> str:
    return next((reply.text for reply in replies if reply.role == "decides"), "")


def _stage_said(replies: tuple[Reply, ...]) -> Stage | None:
    deciding = next((reply for reply in replies if reply.role == "decides"), None)
    return _SAID_IN.get(deciding.code) if deciding and deciding.code else None


def _window(raw: str) -> tuple[str, int]:
    """Return what will be read, and how far offsets beyond the head lie from those in the raw text."""
    if len(raw) <= WINDOW_HEAD + WINDOW_TAIL:
        return raw, 0
    return raw[:WINDOW_HEAD] + "\n" + raw[-WINDOW_TAIL:], len(raw) - WINDOW_TAIL - WINDOW_HEAD - 1


def _spaced(text: str) -> str:
    """qmail logs what a server said in one word, with "_" for each space; every letter keeps its place."""
    return text.replace("_", " ") if "_said:_" in text else text


def _shifted(reply: Reply, shift: int) -> Reply:
    if not shift or reply.start <= WINDOW_HEAD:
        return reply
    values = {**reply.__dict__, "start": reply.start + shift, "end": reply.end + shift}
    return Reply(**values)


@cache
def _marks() -> _Marks:
    rows = [(mark, name) for name, module in _DIALECTS.items() for mark in cast("tuple[str, ...]", module.MARKS)]
    return _Marks(PatternSet(mark for mark, _ in rows), tuple(name for _, name in rows))


def _unwrap(text: str) -> tuple[str, Wrapping]:
    """Let every printer whose mark is there read its part; the outermost, which speaks first, gives the dialect."""
    marks = _marks()
    first: dict[str, int] = {}
    for index in marks.patterns.found_in(text):
        place = span(marks.patterns.patterns[index], text)
        if place is not None:
            name = marks.owner[index]
            first[name] = min(first.get(name, place[0]), place[0])
    wrapping = Wrapping()
    names = sorted(first, key=lambda name: first[name])
    for name in names:
        wrapping = wrapping.beside(_DIALECTS[name].read(text))
    return (names[0] if names else "reply"), wrapping


def _named(replies: tuple[Reply, ...], wrapping: Wrapping) -> tuple[Reply, ...]:
    """Give the outermost reply the digits that its printer dropped and named elsewhere."""
    if wrapping.code is None or not replies or replies[0].code is not None:
        return replies
    outer = replies[0]
    if outer.enhanced and outer.enhanced[0] != str(wrapping.code)[0]:
        return replies
    return (Reply(**{**outer.__dict__, "code": wrapping.code}), *replies[1:])
