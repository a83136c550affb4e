"""Pages of the explanations themselves: a box to paste any failure into, and one page per explanation."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django.views.decorators.http import require_http_methods, require_safe

from diagnostics.catalogue.explanation import Explanation
from diagnostics.catalogue.registry import catalogue
from diagnostics.causes import rank
from diagnostics.diagnose import diagnose
from diagnostics.diagnosis import Diagnosis
from diagnostics.document import Document
from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.narrative import compose
from diagnostics.vocabulary import Language
from diagnostics.wording import wording

#: No failure says more than this; what is longer is a log that should be cut to the part that failed.
LONGEST = 200_000


@dataclass(frozen=True, kw_only=True)
class Pasted:
    """What was pasted, and the answer to it: a document, or what is wrong with the text."""

    text: str = ""
    problem: str = ""
    document: Document | None = None


@require_http_methods(["GET", "HEAD", "POST"])
def explain(request: HttpRequest) -> HttpResponseBase:
    """Explain a pasted text. Nothing of it is stored."""
    refused = _refused(request)
    if refused:
        return refused
    pasted = _answer(request.POST.get("text", "")) if request.method == "POST" else Pasted()
    context: dict[str, Any] = {
        "section": "explain",
        "pasted": pasted,
        "document": pasted.document,
        "longest": LONGEST,
    }
    part = request.headers.get("HX-Request") == "true" and request.method == "POST"
    response = render(request, "diagnostics/_explained.html" if part else "diagnostics/explain.html", context)
    patch_vary_headers(response, ("HX-Request",))
    return response


@require_safe
def explanation(request: HttpRequest, code: str) -> HttpResponseBase:
    """One explanation as it holds in general: what it means, why it happens, how it is fixed."""
    refused = _refused(request)
    if refused:
        return refused
    entry = catalogue().entries.get(code)
    if entry is None:
        raise Http404
    document = compose(_in_general(entry, now=timezone.now()), _language())
    context = {"section": "explain", "entry": entry, "document": document, "general": True}
    return render(request, "diagnostics/explanation.html", context)


@require_safe
def explanations(request: HttpRequest) -> HttpResponseBase:
    """Everything the product can explain, by kind of problem."""
    refused = _refused(request)
    if refused:
        return refused
    return render(request, "diagnostics/explanations.html", {"section": "explain", "groups": _groups(_language())})


def _answer(text: str) -> Pasted:
    if not text.strip():
        return Pasted(text=text, problem="empty")
    if len(text) > LONGEST:
        # Sent back cut: the box stays usable.
        return Pasted(text=text[:LONGEST], problem="too-long")
    diagnosis = diagnose(text, Facts(now=timezone.now()))
    return Pasted(text=text, document=compose(diagnosis, _language()))


def _in_general(entry: Explanation, *, now: datetime) -> Diagnosis:
    """A diagnosis of no failure in particular."""
    evidence, facts = Evidence(raw=""), Facts(now=now)
    return Diagnosis(
        evidence=evidence,
        facts=facts,
        explanation=entry,
        category=entry.category,
        permanence=entry.permanence,
        party=entry.party,
        advice=entry.advice,
        confidence=entry.confidence,
        causes=rank(entry, evidence, facts),
    )


def _groups(language: Language) -> list[tuple[str, list[tuple[str, str]]]]:
    groups: dict[str, list[tuple[str, str]]] = {}
    labels = wording(language).under("label.category")
    for code, entry in catalogue().entries.items():
        groups.setdefault(labels[entry.category], []).append((code, entry.title[language]))
    return sorted((label, sorted(entries, key=lambda one: one[1])) for label, entries in groups.items())


def _refused(request: HttpRequest) -> HttpResponseBase | None:
    """Strangers may ask only where the installation lets them."""
    if settings.EXPLAIN_PUBLIC:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.user.has_perm("delivery.view_job"):
        raise PermissionDenied
    return None


def _language() -> Language:
    return "es" if (get_language() or "").startswith("es") else "en"
