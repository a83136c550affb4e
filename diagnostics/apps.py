"""The diagnostics app."""

from django.apps import AppConfig


class DiagnosticsConfig(AppConfig):
    """The explanations and their pages."""

    name = "diagnostics"
