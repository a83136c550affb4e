"""The explanation of one e-mail as a file: Markdown, plain text or JSON."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from delivery.views.email import failure_or_404
from delivery.views.gate import needs
from diagnostics.rendering import Form, render

#: The end of the file's name, and what it says about its contents.
FORMS: Mapping[str, tuple[Form, str]] = {
    "md": ("markdown", "text/markdown"),
    "txt": ("text", "text/plain"),
    "json": ("json", "application/json"),
}


@require_safe
@needs("view_job")
def email_download(request: HttpRequest, job_id: int, ending: str) -> HttpResponse:
    """Answer with the file; an e-mail that has not failed has nothing to explain."""
    if ending not in FORMS:
        raise Http404
    document = failure_or_404(job_id, now=timezone.now()).document
    if document is None:
        raise Http404
    form, media_type = FORMS[ending]
    return HttpResponse(
        render(document, form),
        content_type=f"{media_type}; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{document.code}-{job_id}.{ending}"'},
    )
