"""The viewer's time zone holds for one request, whatever the cookie says."""

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from delivery.middleware import ViewerTimeZone


@pytest.mark.parametrize(
    ("cookie", "zone"),
    [("America/Bogota", "America/Bogota"), ("", "UTC"), ("Atlantis/Capital", "UTC"), ("../../etc/passwd", "UTC")],
)
def test_pages_are_made_in_the_zone_of_the_cookie(cookie, zone):
    request = RequestFactory().get("/")
    request.COOKIES["timezone"] = cookie

    answer = ViewerTimeZone(lambda _request: HttpResponse(timezone.get_current_timezone_name()))(request)

    assert answer.content.decode() == zone  # type: ignore[attr-defined]
    assert timezone.get_current_timezone_name() == "UTC"
