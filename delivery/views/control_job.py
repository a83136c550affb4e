"""Try now, let go, cancel: they act on the same e-mail. A GET asks back, a POST does it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from delivery.forms.reason import ReasonForm
from delivery.models import Job
from delivery.resend import actions
from delivery.resend.answer import Answer, NotDone
from delivery.views.answers import sentence
from delivery.views.gate import needs


@dataclass(frozen=True, kw_only=True)
class Control:
    """One way to act on an e-mail, and its words."""

    do: Callable[[int, AbstractBaseUser, str], Answer]
    asks: str | Promise
    explains: str | Promise
    button: str | Promise
    done: str | Promise
    wants_reason: bool = False


CONTROLS: Mapping[str, Control] = {
    "retry": Control(
        do=lambda job_id, user, _reason: actions.retry_now(job_id, user=user, now=timezone.now()),
        asks=_("Try this e-mail now?"),
        explains=_("It does not wait for its next try but goes out as soon as a worker is free."),
        button=_("Try now"),
        done=_("The e-mail is tried now."),
    ),
    "release": Control(
        do=lambda job_id, user, _reason: actions.release(job_id, user=user, now=timezone.now()),
        asks=_("Let this e-mail go now?"),
        explains=_("It goes first. Once it is accepted, the other e-mails of the account that are on hold follow."),
        button=_("Let it go now"),
        done=_("The e-mail was let go. If it is accepted, the others on hold follow."),
    ),
    "cancel": Control(
        do=lambda job_id, user, reason: actions.cancel(job_id, user=user, now=timezone.now(), reason=reason),
        asks=_("Cancel this e-mail?"),
        explains=_(
            "It will not be sent. This cannot be taken back; a cancelled e-mail can be sent again as a new one."
        ),
        button=_("Cancel the e-mail"),
        done=_("The e-mail was cancelled."),
        wants_reason=True,
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("view_job", "control_job")
def control_job(request: HttpRequest, job_id: int, what: str) -> HttpResponse:
    """Ask back, or do it and return to the e-mail."""
    control = CONTROLS.get(what)
    if control is None:
        raise Http404
    job = get_object_or_404(Job.objects.only("id", "state", "recipient"), pk=job_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(
            request,
            "delivery/confirm.html",
            {
                "section": "emails",
                "control": control,
                "form": form if control.wants_reason else None,
                "subject": f"#{job.pk} {job.recipient}",
                "back": reverse("email", args=[job.pk]),
            },
        )
    assert isinstance(request.user, AbstractBaseUser)
    tell(request, control.do(job.pk, request.user, form.cleaned_data["reason"]), done=control.done)
    return redirect("email", job.pk)


def tell(request: HttpRequest, answer: Answer, *, done: str | Promise) -> None:
    """Say on the next page what came of it."""
    if isinstance(answer, NotDone):
        messages.warning(request, sentence(answer.reason))
    else:
        messages.success(request, str(done))
