"""Where the pages are."""

from django.contrib import admin
from django.urls import include, path
from django.views.i18n import set_language

from config import health

urlpatterns = [
    path("livez", health.livez, name="livez"),
    path("readyz", health.readyz, name="readyz"),
    path("language/", set_language, name="set_language"),
    path("admin/", admin.site.urls),
    path("", include("delivery.urls")),
    path("", include("diagnostics.urls")),
]
