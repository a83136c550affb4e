"""Who did what, when and why. Written with the deed, never changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Activity(models.Model):
    """One deed of a person, or of the product itself (`user` null)."""

    class Verb(models.TextChoices):
        RESENT = "resent", _("sent again")
        RETRIED = "retried", _("asked for a try now")
        RELEASED = "released", _("released")
        CANCELLED = "cancelled", _("cancelled")
        PAUSED = "paused", _("paused the account")
        RESUMED = "resumed", _("resumed the account")
        HELD = "held", _("put on hold")
        CHANGED = "changed", _("changed the account")

    at = models.DateTimeField()
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL)
    #: The name as it was then: people leave, the record stays.
    user_name = models.CharField(max_length=150, blank=True)
    verb = models.CharField(max_length=20, choices=Verb)
    account = models.ForeignKey(
        "delivery.Account", null=True, blank=True, on_delete=models.CASCADE, related_name="activities"
    )
    job = models.ForeignKey("delivery.Job", null=True, blank=True, on_delete=models.CASCADE, related_name="activities")
    reason = models.CharField(max_length=500, blank=True)
    details = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["-at", "-id"]
        verbose_name_plural = "activities"
        indexes = [
            models.Index(fields=["account", "-at"], name="activity_account"),
            models.Index(fields=["job", "-at"], name="activity_job"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.user_name} {self.verb}"
