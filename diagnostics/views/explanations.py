"""The catalogue: everything the product can explain, and each explanation on a page of its own."""

from datetime import datetime

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from diagnostics.catalogue.explanation import Explanation
from diagnostics.catalogue.registry import catalogue
from diagnostics.causes import rank
from diagnostics.diagnosis import Diagnosis
from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.narrative import compose
from diagnostics.views.gate import refused, viewer_language
from diagnostics.vocabulary import Language
from diagnostics.wording import wording


@require_safe
def explanation(request: HttpRequest, code: str) -> HttpResponseBase:
    """One explanation as it holds in general: what it means, why it happens, how it is fixed."""
    if away := refused(request):
        return away
    entry = catalogue().entries.get(code)
    if entry is None:
        raise Http404
    document = compose(_in_general(entry, now=timezone.now()), viewer_language())
    context = {"section": "explain", "entry": entry, "document": document, "general": True}
    return render(request, "diagnostics/explanation.html", context)


@require_safe
def explanations(request: HttpRequest) -> HttpResponseBase:
    """Everything the product can explain, by kind of problem."""
    if away := refused(request):
        return away
    context = {"section": "explain", "groups": _groups(viewer_language())}
    return render(request, "diagnostics/explanations.html", context)


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
