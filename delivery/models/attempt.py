"""One try of a job: written when it ended, never edited after. While it is under way the job itself says so."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Attempt(models.Model):
    """What one try met. The evidence is final (the database refuses to change it); the reading of it may improve."""

    class Outcome(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        REFUSED = "refused", _("Refused")
        UNCERTAIN = "uncertain", _("No answer after the message was handed over")
        NOT_OFFERED = "not-offered", _("Not offered")
        NOT_RECORDED = "not-recorded", _("Not recorded")

    #: No index of its own: the constraint's serves.
    job = models.ForeignKey("delivery.Job", on_delete=models.CASCADE, related_name="attempts", db_index=False)
    number = models.PositiveIntegerField()
    opened_at = models.DateTimeField(null=True, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=15, choices=Outcome)
    worker = models.CharField(max_length=120, blank=True)
    stage = models.CharField(max_length=10, blank=True)
    code = models.PositiveSmallIntegerField(null=True, blank=True)
    enhanced = models.CharField(max_length=12, blank=True)
    #: The exact words: the server's reply, or the text of the report.
    text = models.TextField(blank=True)
    #: What was known beside the text: host, port, security, login, sender, mechanisms offered (diagnostics.Facts).
    facts = models.JSONField(default=dict, blank=True)
    #: The SMTP conversation, secrets masked.
    transcript = models.TextField(blank=True)

    #: What the catalogue makes of it; these four may be written again by `rediagnose`.
    explanation = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=30, blank=True)
    permanence = models.CharField(max_length=10, blank=True)
    confidence = models.CharField(max_length=6, blank=True)

    class Meta:
        ordering = ["job_id", "number"]
        constraints = [
            models.UniqueConstraint(fields=["job", "number"], name="attempt_numbered_once"),
            models.CheckConstraint(
                condition=~models.Q(outcome="not-recorded")
                | models.Q(opened_at__isnull=True, closed_at__isnull=True, text="", transcript=""),
                name="attempt_not_recorded_invents_nothing",
            ),
            models.CheckConstraint(
                condition=models.Q(outcome="not-recorded", closed_at__isnull=True)
                | models.Q(outcome__in=["accepted", "uncertain", "not-offered"], closed_at__isnull=False)
                # A refusal that was only reported may not say when it happened.
                | models.Q(outcome="refused"),
                name="attempt_closed_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.job_id}/{self.number}"
