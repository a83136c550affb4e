"""Who may read the explanations, in which language, and whether htmx asks for a part of the page alone."""

from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from diagnostics.vocabulary import Language


def refused(request: HttpRequest) -> HttpResponseBase | None:
    """Strangers may ask only where the installation lets them; None: come in."""
    if settings.EXPLAIN_PUBLIC:
        return None
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    if not request.user.has_perm("delivery.view_job"):
        raise PermissionDenied
    return None


def viewer_language() -> Language:
    """The language explanations are written in for whoever looks."""
    return "es" if (get_language() or "").startswith("es") else "en"


def render_page(request: HttpRequest, page: str, part: str, context: dict[str, Any]) -> HttpResponse:
    """Answer with the part htmx wants to replace, or with the whole page: also when it restores its history."""
    asked = request.headers
    wants_part = asked.get("HX-Request") and not (asked.get("HX-Boosted") or asked.get("HX-History-Restore-Request"))
    response = render(request, part if wants_part else page, context)
    patch_vary_headers(response, ("HX-Request", "HX-Boosted", "HX-History-Restore-Request"))
    return response
