"""The box to paste any failure into."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from diagnostics.diagnose import diagnose
from diagnostics.document import Document
from diagnostics.facts import Facts
from diagnostics.narrative import compose
from diagnostics.views.gate import refused, render_page, viewer_language

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
    if away := refused(request):
        return away
    pasted = _answer(request.POST.get("text", "")) if request.method == "POST" else Pasted()
    context: dict[str, Any] = {
        "section": "explain",
        "pasted": pasted,
        "document": pasted.document,
        "longest": LONGEST,
    }
    return render_page(request, "diagnostics/explain.html", "diagnostics/_explained.html", context)


def _answer(text: str) -> Pasted:
    if not text.strip():
        return Pasted(text=text, problem="empty")
    if len(text) > LONGEST:
        # Sent back cut: the box stays usable.
        return Pasted(text=text[:LONGEST], problem="too-long")
    diagnosis = diagnose(text, Facts(now=timezone.now()))
    return Pasted(text=text, document=compose(diagnosis, viewer_language()))
