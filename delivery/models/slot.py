"""The right to hold one connection to an account's server: a lease in a row, so that the limit outlives Redis."""

from django.db import models


class Slot(models.Model):
    """Connection number `number` of an account; free once `until` has passed."""

    account = models.ForeignKey("delivery.Account", on_delete=models.CASCADE, related_name="slots")
    number = models.PositiveSmallIntegerField()
    held_by = models.CharField(max_length=120, blank=True)
    until = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["account", "number"], name="slot_numbered_once")]

    def __str__(self) -> str:
        return f"{self.account_id}/{self.number}"
