"""Where the pages of this app are."""

from django.urls import URLPattern, URLResolver, path

from diagnostics.views.codes import code, codes
from diagnostics.views.explain import explain
from diagnostics.views.explanations import explanation, explanations

urlpatterns: list[URLPattern | URLResolver] = [
    path("explain/", explain, name="explain"),
    path("explanations/", explanations, name="explanations"),
    path("explanations/<slug:code>/", explanation, name="explanation"),
    path("codes/", codes, name="codes"),
    path("codes/<str:code>/", code, name="code"),
]
