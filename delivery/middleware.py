"""Shows every time in the viewer's own zone, as the browser named it in a cookie; UTC until it does."""

from collections.abc import Callable
from datetime import UTC, tzinfo
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

#: Written by static/js/timezone.js.
COOKIE = "timezone"


class ViewerTimeZone:
    """Activates the zone of the cookie for the length of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the viewer's zone; a name that no zone has is ignored."""
        with timezone.override(_zone(request.COOKIES.get(COOKIE, ""))):
            return self.get_response(request)


def _zone(name: str) -> tzinfo:
    return ZoneInfo(name) if name in _zones() else UTC


@cache
def _zones() -> frozenset[str]:
    """All names this machine knows; reading them walks a folder, so it is done once."""
    return frozenset(available_timezones())
