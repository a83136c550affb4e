"""An application that hands mail over or reports its failures."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Source(models.Model):
    """Where jobs come from, and what to do for them when an answer never came."""

    class OnUncertain(models.TextChoices):
        HOLD = "hold", _("Leave it to a person")
        RESEND = "resend", _("Send again")

    name = models.CharField(max_length=120)
    slug = models.SlugField(max_length=120, unique=True)
    default_account = models.ForeignKey(
        "delivery.Account", null=True, blank=True, on_delete=models.SET_NULL, related_name="default_of"
    )
    on_uncertain = models.CharField(max_length=10, choices=OnUncertain, default=OnUncertain.HOLD)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name", "id"]

    def __str__(self) -> str:
        return self.name
