"""Where the pages of this app are."""

from django.urls import URLPattern, URLResolver, path

from diagnostics.views import explain, explanation, explanations

urlpatterns: list[URLPattern | URLResolver] = [
    path("explain/", explain, name="explain"),
    path("explanations/", explanations, name="explanations"),
    path("explanations/<slug:code>/", explanation, name="explanation"),
]
