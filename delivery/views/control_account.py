"""Pause, resume and release an account. A GET asks back, a POST does it."""

from collections.abc import Mapping

from django.contrib import messages
from django.contrib.auth.models import AbstractBaseUser
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from delivery import demo
from delivery.forms.reason import ReasonForm
from delivery.models import Account
from delivery.resend import accounts
from delivery.views.control_job import Control, tell
from delivery.views.gate import needs

CONTROLS: Mapping[str, Control] = {
    "pause": Control(
        do=lambda account_id, user, reason: accounts.pause(account_id, user=user, now=timezone.now(), reason=reason),
        asks=gettext_lazy("Pause this account?"),
        explains=gettext_lazy("Nothing more is sent through it until somebody resumes it. New mail is kept and waits."),
        button=gettext_lazy("Pause the account"),
        done=gettext_lazy("The account is paused. Its mail waits."),
        wants_reason=True,
    ),
    "resume": Control(
        do=lambda account_id, user, _reason: accounts.resume(account_id, user=user, now=timezone.now()),
        asks=gettext_lazy("Resume this account?"),
        explains=gettext_lazy(
            "What waits goes out: one e-mail first if any was on hold, the rest once it is accepted."
        ),
        button=gettext_lazy("Resume sending"),
        done=gettext_lazy("The account sends again."),
    ),
    "release": Control(
        do=lambda account_id, user, _reason: accounts.release(account_id, user=user, now=timezone.now()),
        asks=gettext_lazy("Release the mail of this account?"),
        explains=gettext_lazy(
            "One e-mail goes first. Once one is accepted, the rest follows; if the account is refused again, all stay."
        ),
        button=gettext_lazy("Release the mail"),
        done=gettext_lazy("Released: one e-mail goes first, the rest follows once it is accepted."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@needs("view_account", "control_account")
def control_account(request: HttpRequest, account_id: int, what: str) -> HttpResponse:
    """Ask back, or do it and return to the account."""
    control = CONTROLS.get(what)
    if control is None:
        raise Http404
    account = get_object_or_404(Account.objects.only("id", "name"), pk=account_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or not form.is_valid():
        return render(
            request,
            "delivery/confirm.html",
            {
                "section": "accounts",
                "control": control,
                "form": form if control.wants_reason else None,
                "subject": account.name,
                "back": reverse("account", args=[account.pk]),
            },
        )
    assert isinstance(request.user, AbstractBaseUser)
    tell(request, control.do(account.pk, request.user, form.cleaned_data["reason"]), done=control.done)
    return redirect("account", account.pk)


@require_POST
@needs("view_account", "control_account")
def fix_demo(request: HttpRequest, account_id: int) -> HttpResponse:
    """Demo only: mend at the pretended provider what an administrator would mend there."""
    account = get_object_or_404(Account.objects.defer("secret"), pk=account_id)
    if demo.mend(account):
        messages.success(request, _("Fixed at the pretended provider. Now release the mail and see it go out."))
    else:
        messages.warning(request, _("The pretended provider did not answer; nothing was changed."))
    return redirect("account", account.pk)
