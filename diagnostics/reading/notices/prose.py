"""Notices of no known shape: the addresses that their sentences complain of."""

import re

from diagnostics.reading.addresses import ADDRESS, addresses_in, once, tidy
from diagnostics.reading.notices.named import Named
from diagnostics.reading.reply import read_replies
from diagnostics.reading.said import telling, words_about

_LINE = re.compile(
    rf"(?m)^[ \t]*(?:<|\"|-- ?|To: ?|RCPT TO: ?<?|Recipient: ?(?:\[?SMTP: ?)?<?|\* ?|[245]\d\d (?:[245]\.\d\.\d{{1,3}} )?<)?{ADDRESS}"
)
_INTRODUCED = re.compile(
    r"(?i)(?<![\w.+-])(?:message to|mail to|delivering (?:your )?(?:mail|message) to|recipients?(?: address)?:?|address:?|"
    r"(?:un)?deliver(?:ed|y|able)? {1,3}to:?|mailbox:?|addressed(?: to:?|,)|user:?|RCPT TO:?|following address(?:\(es\)|es)?:?|(?:allowed size|is full|duplicated message-id in):?|"
    rf"following recipients?[^\n:]{{0,60}}:|to:)(?:[\s:]{{1,20}}[<'\"]?|[<'\"]){ADDRESS}"
)
_AFTER_COLON = re.compile(rf"(?m):[ \t]{{0,8}}<?{ADDRESS}>?[ \t.]{{0,8}}$")
#: Postfix introduces itself to everybody in the same words.
_GREETING = re.compile(
    r"(?s)^\s*This is the [^\n]{3,300}\n.{0,2000}?\n[ \t]+The (?:mail system|Postfix program)[ \t]*\n"
)
_SERVERS = frozenset({"mailer-daemon", "abuse", "support", "helpdesk", "noreply", "no-reply"})
_MOST_TEXT = 50_000
_MOST_RECIPIENTS = 20


def read(notice: str, own: set[str], returned_to: list[str]) -> tuple[Named, ...]:
    """The addresses that a notice speaks of; those that the returned message was written to are the surest.

    `own` are those of the notice itself, which names its reader too.
    """
    notice = notice[:_MOST_TEXT]
    seen = once(tidy(match[1]) for pattern in (_INTRODUCED, _LINE) for match in pattern.finditer(notice))
    seen = seen or once(tidy(match[1]) for match in _AFTER_COLON.finditer(notice))
    seen = [address for address in seen if address.partition("@")[0].lower() not in _SERVERS]
    others = [address for address in seen if address.lower() not in own] or seen
    written = {address.lower() for address in returned_to}
    chosen = [address for address in others if address.lower() in written] or others[:_MOST_RECIPIENTS]
    if not chosen:
        chosen = [address for address in returned_to if address.lower() not in own][:1]
    return tuple(about(notice, address, alone=len(chosen) == 1) for address in chosen)


def about(notice: str, address: str, *, alone: bool) -> Named:
    """What a notice says of one recipient: from its name to the next one; all of it where that says too little."""
    notice = _GREETING.sub("", notice)
    start = notice.lower().find(address.lower())
    if start < 0:
        return Named(address=address, stretch=notice.strip())
    begin = notice.rfind("\n", 0, start) + 1
    end_of_line = notice.find("\n", start)
    following = _LINE.search(notice, end_of_line) if end_of_line > 0 and not alone else None
    stretch = notice[begin : following.start() if following else len(notice)].strip()
    words = words_about(stretch, address) or _before(notice[:start]) or ("" if alone else _preface(notice))
    whole = alone and not read_replies(stretch)
    return Named(address=address, stretch=notice.strip() if whole else stretch, words=words)


def _preface(notice: str) -> str:
    """Some give one reason for all: what stands before the first of them."""
    first = _LINE.search(notice)
    preface = notice[: first.start()].strip() if first else ""
    return preface if telling(preface) else ""


def _before(text: str) -> str:
    """Some say the reason first: the lines right above the address."""
    paragraph = text[max(text.rfind("\n\n"), 0) :].strip()
    return paragraph if telling(paragraph) and not addresses_in(paragraph) else ""
