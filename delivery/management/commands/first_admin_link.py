"""Prints the one-time link that makes the first admin."""

from typing import Any

from django.core.management.base import BaseCommand

from delivery import first_admin


class Command(BaseCommand):
    """`manage.py first_admin_link`: the path of the link, or nothing when there is an admin."""

    help = "Print the one-time link with which the first admin is made."

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the path; the address of the dashboard goes before it."""
        if first_admin.needed():
            self.stdout.write(first_admin.link())
