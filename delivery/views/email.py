"""One e-mail: why it failed, who can fix it and how, everything that was tried, and what can be done now."""

from datetime import datetime, timedelta
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from delivery.models import Job
from delivery.queries.emails import neighbours
from delivery.queries.failure import Failure, failure_of
from delivery.queries.wording import names_in
from delivery.views.actions import job_actions
from delivery.views.email_domain import domain_of
from delivery.views.emails import asked_by, filters_of, list_query
from delivery.views.gate import needs
from delivery.views.rendering import render_page, viewer_language


@require_safe
@needs("view_job")
def email(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show one e-mail."""
    now = timezone.now()
    failure = failure_or_404(job_id, now=now)
    newer, older = neighbours(asked_by(filters_of(request)), failure.job)
    context: dict[str, Any] = {
        "section": "emails",
        "failure": failure,
        "job": failure.job,
        "document": failure.document,
        "actions": job_actions(failure.job, user=request.user),
        "names": names_in(viewer_language()),
        "newer": newer,
        "older": older,
        "list_query": list_query(request),
        # Nothing is asked before somebody wants it.
        "domain": domain_of(failure.job) if failure.document else None,
        "now": now,
        # Whoever waits for it sees it go without reloading.
        "moving": _moving(failure.job, now),
    }
    return render_page(request, "delivery/email.html", "delivery/_email.html", context)


def _moving(job: Job, now: datetime) -> bool:
    """True when the next try is under way or about to be."""
    soon = job.due_at is not None and job.due_at <= now + timedelta(minutes=1)
    return job.state == Job.State.SENDING or (job.state == Job.State.QUEUED and soon)


def failure_or_404(job_id: int, *, now: datetime) -> Failure:
    """The e-mail of that number with its explanation in the viewer's language."""
    failure = failure_of(job_id, language=viewer_language(), now=now)
    if failure is None:
        raise Http404
    return failure
