"""The delivery app."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate

from delivery.access import make_groups


class DeliveryConfig(AppConfig):
    """Everything that happens to an e-mail."""

    name = "delivery"

    def ready(self) -> None:
        """Groups and their permissions are made true after every migrate."""
        post_migrate.connect(make_groups, sender=self)
