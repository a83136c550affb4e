"""Who may enter a page: strangers are asked to log in, people without the permission are told so."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase

View = TypeVar("View", bound=Callable[..., HttpResponseBase])


def needs(*permissions: str) -> Callable[[View], View]:
    """Let in only people who hold every named permission of the delivery app, such as "view_job"."""
    names = tuple(f"delivery.{permission}" for permission in permissions)

    def guard(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not request.user.is_authenticated:
                return _log_in(request)
            if not request.user.has_perms(names):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return cast("View", guarded)

    return guard


def _log_in(request: HttpRequest) -> HttpResponseBase:
    """Send a stranger to the log-in page; htmx must leave the page it is on, not swap the form into it."""
    # A POST cannot be repeated after logging in: come back to where it was made from.
    after = request.get_full_path() if request.method in ("GET", "HEAD") else "/"
    if request.headers.get("HX-Request") != "true":
        return redirect_to_login(after)
    login = redirect_to_login(request.headers.get("HX-Current-URL", after))
    return HttpResponse(headers={"HX-Redirect": login["Location"]})
