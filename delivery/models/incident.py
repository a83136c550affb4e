"""All failures of one explanation within one scope, as one trouble with a life of its own."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class Incident(models.Model):
    """Open → recovered or resolved → regressed. At most one lives per explanation and scope.

    Recovered: mail was accepted again or, where no acceptance can tell, nothing was seen for 14 days.
    """

    class State(models.TextChoices):
        OPEN = "open", _("Open")
        REGRESSED = "regressed", _("Back again")
        SNOOZED = "snoozed", _("Snoozed")
        RECOVERED = "recovered", _("Recovered")
        RESOLVED = "resolved", _("Resolved")

    LIVE: ClassVar = [State.OPEN, State.REGRESSED, State.SNOOZED]

    explanation = models.CharField(max_length=80)
    category = models.CharField(max_length=30)
    account = models.ForeignKey("delivery.Account", on_delete=models.PROTECT, related_name="incidents")
    #: Empty where the account itself is the scope.
    recipient_domain = models.CharField(max_length=255, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    first_seen_at = models.DateTimeField()
    last_seen_at = models.DateTimeField()
    failures = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    snoozed_until = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-last_seen_at", "-id"]
        indexes = [models.Index(fields=["state", "-last_seen_at"], name="incident_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["explanation", "account", "recipient_domain"],
                condition=models.Q(state__in=["open", "regressed", "snoozed"]),
                name="incident_one_alive_per_scope",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=["open", "regressed", "snoozed"], closed_at__isnull=True)
                | models.Q(state__in=["recovered", "resolved"], closed_at__isnull=False),
                name="incident_closed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.explanation} · {self.account_id}"
