"""The database's life from one unclean stop to the next: a row in a table that such a stop empties."""

from django.db import models


class Epoch(models.Model):
    """One row in an UNLOGGED table: PostgreSQL empties it when it recovers from a crash, and keeps it otherwise."""

    name = models.UUIDField()
    began_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.name)
