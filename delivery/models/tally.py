"""Counts per hour, so that a trend never has to read the raw rows."""

from django.db import models


class Tally(models.Model):
    """How many tries of an account ended how, within one hour (UTC); failures also by explanation."""

    hour = models.DateTimeField()
    account = models.ForeignKey("delivery.Account", on_delete=models.CASCADE, related_name="tallies")
    #: An outcome of `Attempt`.
    outcome = models.CharField(max_length=15)
    explanation = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=30, blank=True)
    count = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "hour", "outcome", "explanation", "category"],
                name="tally_one_row_per_hour",
            ),
        ]
        indexes = [models.Index(fields=["hour"], name="tally_hour")]

    def __str__(self) -> str:
        return f"{self.hour:%Y-%m-%d %H} {self.outcome} {self.count}"
