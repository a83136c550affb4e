"""The code dictionary: every code the library knows, searchable, and a page for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from diagnostics.codes.book import Code, Use, book, codes_in, is_code, search
from diagnostics.views.gate import refused, render_page, viewer_language
from diagnostics.vocabulary import Language, Permanence
from diagnostics.wording import wording

#: Nobody looks up more words than this.
LONGEST = 200
_BY_DIGIT: dict[str, Permanence] = {"4": "transient", "5": "permanent"}


@dataclass(frozen=True, kw_only=True)
class Row:
    """A code in the list, in the reader's language."""

    code: Code
    title: str
    permanence: Permanence | None
    permanence_label: str


@dataclass(frozen=True, kw_only=True)
class Group:
    """Codes of one kind, or of one subject."""

    id: str
    label: str
    rows: tuple[Row, ...]


@dataclass(frozen=True, kw_only=True)
class Link:
    """An explanation that a code leads to."""

    code: str
    title: str
    provider: str
    permanence_label: str


@require_safe
def codes(request: HttpRequest) -> HttpResponseBase:
    """List every code, or those that were searched for."""
    if away := refused(request):
        return away
    words, language = request.GET.get("q", "").strip()[:LONGEST], viewer_language()
    found = search(words) if words else tuple(book().values())
    context: dict[str, Any] = {
        "section": "codes",
        "q": words,
        "longest": LONGEST,
        "groups": _groups(found, language),
        "number": len(found),
        "unknown": [_unknown(code, language) for code in codes_in(words) if code not in book()],
    }
    return render_page(request, "diagnostics/codes.html", "diagnostics/_codes_found.html", context)


@require_safe
def code(request: HttpRequest, code: str) -> HttpResponseBase:
    """One code: what it says, what it leaves open, and the explanations that it leads to."""
    if away := refused(request):
        return away
    language = viewer_language()
    if code[:2] in ("X.", "x.") and is_code(f"5{code[1:]}"):
        return redirect(reverse("code", args=[_any_class(code)]))
    if not is_code(code):
        raise Http404
    known = book().get(code)
    if known is None:
        unknown = {"section": "codes", "unknown": _unknown(code, language)}
        return render(request, "diagnostics/code_unknown.html", unknown, status=404)
    context: dict[str, Any] = {
        "section": "codes",
        "code": known,
        "row": _row(known, language),
        "meaning": known.meaning[language] if known.meaning else "",
        # What the first digit says of a refusal stands there as an answer to "Does waiting help?".
        "parts": _parts(code, language)[code[0] in _BY_DIGIT :],
        "links": [_link(use, language) for use in known.uses],
        "providers": wording(language).listed(list(known.providers)),
        "dotnet": [(status.name, status.means[language]) for status in known.dotnet],
    }
    return render(request, "diagnostics/code.html", context)


def _any_class(status: str) -> str:
    """The registry writes X for the first digit; show a refusal for good, or what there is."""
    forms = [f"{digit}{status[1:]}" for digit in "542"]
    return next((form for form in forms if form in book()), forms[0])


def _groups(found: Sequence[Code], language: Language) -> list[Group]:
    """Sort codes into replies, statuses by subject, and numbers that only providers use."""
    words, groups = wording(language), dict[str, list[Row]]()
    for known in found:
        key = known.kind if known.kind != "status" else f"subject-{known.subject}"
        groups.setdefault(key, []).append(_row(known, language))
    order = sorted(groups, key=lambda key: (key != "reply", key == "provider", key))
    return [Group(id=key, label=words.say(f"dictionary.group.{key}"), rows=tuple(groups[key])) for key in order]


def _row(known: Code, language: Language) -> Row:
    permanence = _BY_DIGIT.get(known.code[0])
    return Row(
        code=known,
        title=known.title[language] if known.title else _said_by_uses(known, language),
        permanence=permanence,
        permanence_label=wording(language).say(f"label.permanence.{permanence}") if permanence else "",
    )


def _said_by_uses(known: Code, language: Language) -> str:
    """What stands for a title where no registry gives one: what it turned out to mean."""
    titles = [use.explanation.title[language] for use in known.uses]
    return titles[0] if len(titles) == 1 else wording(language).say("dictionary.several", count=len(titles))


def _parts(code: str, language: Language) -> list[tuple[str, str]]:
    """How the number is put together, part by part."""
    words = wording(language)
    parts = [(code[0], words.say(f"code.class-{code[0]}"))]
    subject = code.split(".")[1] if "." in code else ""
    if subject and words.has(f"dictionary.subject.{subject}"):
        parts.append((f".{subject}.", words.say(f"dictionary.subject.{subject}")))
    return parts


def _unknown(code: str, language: Language) -> dict[str, Any]:
    """What can honestly be said of a code that nobody has told us about."""
    alike = f"{{}}{code[1:]}"
    siblings = [alike.format(digit) for digit in "542" if alike.format(digit) in book()] if "." in code else []
    return {"code": code, "parts": _parts(code, language), "siblings": siblings}


def _link(use: Use, language: Language) -> Link:
    entry = use.explanation
    return Link(
        code=entry.code,
        title=entry.title[language],
        provider=use.provider,
        permanence_label=wording(language).say(f"label.permanence.{entry.permanence}"),
    )
