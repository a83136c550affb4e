"""Send an e-mail again: a page that asks to whom and why, and a POST that does it once."""

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.db.models import Max
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from delivery.forms.resend import ResendForm
from delivery.models import Job
from delivery.resend.answer import NotDone
from delivery.resend.one import refusal_to_resend
from delivery.resend.one import resend as send_again
from delivery.views.answers import sentence
from delivery.views.gate import needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("view_job", "resend_job")
def resend(request: HttpRequest, job_id: int) -> HttpResponse:
    """Show the form, or send it again and go to the new e-mail."""
    job = Job.objects.select_related("message", "account").defer("account__secret").filter(pk=job_id).first()
    if job is None:
        raise Http404
    refused = refusal_to_resend(job)
    if refused:
        messages.warning(request, sentence(refused.reason))
        return redirect("email", job.pk)
    seen = job.resends.aggregate(latest=Max("pk"))["latest"] or 0
    form = ResendForm(request.POST if request.method == "POST" else None, job=job, seen=seen)
    if request.method == "POST" and form.is_valid():
        again = _send(request, job, form)
        if again:
            return redirect("email", again.pk)
    return render(request, "delivery/resend.html", {"section": "emails", "job": job, "form": form})


def _send(request: HttpRequest, job: Job, form: ResendForm) -> Job | None:
    """The new e-mail, or the one that a first click made; None with the form's error when it was refused."""
    assert isinstance(request.user, AbstractBaseUser)
    asked = form.cleaned_data
    answer = send_again(
        job.pk,
        to=asked["to"],
        reason=asked["reason"],
        user=request.user,
        now=timezone.now(),
        duplicate_ok=asked.get("duplicate_ok", False),
        seen=asked["seen"] or 0,
    )
    if isinstance(answer, NotDone):
        form.add_error(answer.field if answer.field in form.fields else None, sentence(answer.reason))
        return None
    if answer.repeated:
        messages.info(request, _("It was sent again already; this is that e-mail. Nothing was sent twice."))
    else:
        messages.success(request, _("Queued to be sent again. This page shows how it goes."))
    return answer.job
