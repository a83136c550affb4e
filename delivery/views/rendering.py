"""One view, one page that includes one part: htmx asks for the part, everyone else gets the page."""

from typing import Any

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language
from django_htmx.middleware import HtmxDetails

from diagnostics.vocabulary import Language

#: The answer depends on these, so a cache must tell them apart.
VARY = ("HX-Request", "HX-Boosted", "HX-History-Restore-Request")


class PageRequest(HttpRequest):
    """A request as the pages see it: with a user, and with what htmx said."""

    htmx: HtmxDetails
    user: AbstractBaseUser | AnonymousUser  # type: ignore[assignment]


def wants_part(request: HttpRequest) -> bool:
    """True when htmx asks for the part alone, not for the whole page or its history."""
    htmx: HtmxDetails = request.htmx  # type: ignore[attr-defined]
    return bool(htmx) and not htmx.boosted and not htmx.history_restore_request


def render_page(
    request: HttpRequest, page: str, part: str, context: dict[str, Any], *, status: int | None = None
) -> HttpResponse:
    """Answer with the whole page, or with just the part htmx asked to replace."""
    response = render(request, part if wants_part(request) else page, context, status=status)
    patch_vary_headers(response, VARY)
    return response


def viewer_language() -> Language:
    """The language explanations are written in for whoever looks."""
    return "es" if (get_language() or "").startswith("es") else "en"
