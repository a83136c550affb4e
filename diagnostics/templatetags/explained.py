"""Helps the pages show an explanation: icons for its closed words, links where the catalogue wrote them."""

import re
from collections.abc import Sequence
from functools import cache
from urllib.parse import urlsplit

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from diagnostics.catalogue.registry import catalogue
from diagnostics.codes.book import book
from diagnostics.document import CheckRow, Highlight
from diagnostics.reference_titles import title_of
from diagnostics.vocabulary import Language

register = template.Library()

_PARTY_ICONS = {
    "account-admin": "user-shield",
    "support": "headset",
    "developer": "code",
    "recipient": "user",
    "recipient-admin": "building",
    "provider": "cloud",
    "wait": "clock",
}
_CHECK_ICONS = {"correct": "check", "wrong": "x", "warning": "alert-triangle", "not_tested": "question-mark"}
_PERMANENCE_ICONS = {"permanent": "repeat-off", "transient": "refresh", "unknown": "help-circle"}

_URL = re.compile(r"https://[^\s<>\"'«»“”]+[^\s<>\"'«»“”.,;:!?)]")


@register.filter
def party_icon(party: str) -> str:
    """The icon of who can fix it."""
    return _PARTY_ICONS.get(party, "user")


@register.filter
def check_icon(state: str) -> str:
    """The icon of a check's state; its word stands beside it."""
    return _CHECK_ICONS.get(state, "question-mark")


@register.filter
def permanence_icon(permanence: str) -> str:
    """The icon of whether trying again can help."""
    return _PERMANENCE_ICONS.get(permanence, "help-circle")


@register.filter
def untested(checks: Sequence[CheckRow]) -> bool:
    """True when nothing is known of any setting."""
    return all(check.state == "not_tested" for check in checks)


@register.filter
def joined(name: str, number: int) -> str:
    """A name for one of many: "step" and 2 → "step-2"."""
    return f"{name}-{number}"


@register.filter
def is_known_code(code: str) -> bool:
    """Whether the code dictionary has a page for it."""
    return code in book()


@register.filter
def as_lines(lines: Sequence[str]) -> str:
    """Lines under each other, as they are typed."""
    return "\n".join(lines)


@register.filter
def kinds_of(parts: Sequence[Highlight]) -> frozenset[str]:
    """The kinds of marks that occur in a text."""
    return frozenset(part.kind for part in parts if part.text and part.kind != "plain")


@register.filter
def linked(text: str) -> SafeString:
    """Make links of the addresses the catalogue itself names; what a server or a report slipped in stays text."""
    parts: list[tuple[str, str]] = []
    last = 0
    for found in _URL.finditer(text):
        if urlsplit(found[0]).netloc not in _trusted():
            continue
        parts.append((text[last : found.start()], found[0]))
        last = found.end()
    links = format_html_join(
        "", '{}<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>', ((a, b, b) for a, b in parts)
    )
    return format_html("{}{}", links, text[last:])


@register.filter
def page_link(url: str, language: Language) -> SafeString:
    """A link to an official page, called by what the page tells; by its address where nobody wrote that down."""
    title = title_of(url, language)
    if title is None:
        return linked(url)
    return format_html('<a href="{}" target="_blank" rel="noopener noreferrer">{}</a>', url, title)


@cache
def _trusted() -> frozenset[str]:
    """Hosts named in the catalogue's own words, before any placeholder is filled in."""
    texts: list[str] = []
    for entry in catalogue().entries.values():
        texts += [*entry.references, *entry.meaning.values()]
        texts += [words for step in entry.steps if step.says for words in step.says.values()]
        texts += [words for cause in entry.causes for words in cause.test.values()]
    for procedure in catalogue().procedures.values():
        texts += [*procedure.references, *(click for clicks in procedure.clicks.values() for click in clicks)]
    return frozenset(urlsplit(found).netloc for text in texts for found in _URL.findall(text))
