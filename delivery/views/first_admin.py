"""The page behind the one-time link: makes the first admin, logs them in, and is closed from then on."""

from django.contrib.auth import login
from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from delivery import first_admin as one_time_link
from delivery.forms.first_admin import FirstAdminForm

#: Any number of our own: whoever makes the first admin holds this lock.
_LOCK = 2026_11_22


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def first_admin(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for a name and a password; a link that is used, old or made up says so."""
    form = FirstAdminForm(request.POST if request.method == "POST" else None)
    if one_time_link.opens(token) and not form.is_valid():
        return render(request, "registration/first_admin.html", {"form": form})
    user = _make(form, token)
    if user is None:
        return render(request, "registration/first_admin_closed.html", status=410)
    login(request, user, backend="django.contrib.auth.backends.ModelBackend")
    return redirect("home")


def _make(form: FirstAdminForm, token: str) -> User | None:
    """Make the admin unless somebody else has; two people with the same link make one."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        return form.save() if one_time_link.opens(token) else None
