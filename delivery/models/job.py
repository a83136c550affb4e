"""One message to one recipient: its state, when it is due, and what became of it."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class JobState(models.TextChoices):
    """Where a job stands. `accepted` means the provider took it, never that it was delivered."""

    QUEUED = "queued", _("Waiting")
    SENDING = "sending", _("Sending")
    ACCEPTED = "accepted", _("Accepted")
    HELD = "held", _("On hold")
    FAILED = "failed", _("Failed")
    UNCERTAIN = "uncertain", _("Uncertain")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")


#: May still go out.
UNFINISHED = (JobState.QUEUED, JobState.SENDING, JobState.HELD)
#: Nothing more happens to the job by itself.
FINISHED = (
    JobState.ACCEPTED,
    JobState.FAILED,
    JobState.UNCERTAIN,
    JobState.CANCELLED,
    JobState.EXPIRED,
)
#: What a support agent looks for when a customer says that nothing came.
TROUBLED = (JobState.FAILED, JobState.HELD, JobState.UNCERTAIN, JobState.EXPIRED)


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs by what they wait for."""

    def unfinished(self) -> "JobQuerySet":
        """Jobs that may still go out."""
        return self.filter(state__in=UNFINISHED)


class Job(models.Model):
    """A message on its way to one recipient. An outcome is about one address, always."""

    State = JobState
    UNFINISHED = UNFINISHED
    FINISHED = FINISHED
    TROUBLED = TROUBLED

    message = models.ForeignKey("delivery.Message", on_delete=models.PROTECT, related_name="jobs")
    #: No index of its own, here and below: those named in Meta serve, and each costs a write whenever the job changes.
    account = models.ForeignKey("delivery.Account", on_delete=models.PROTECT, related_name="jobs", db_index=False)
    recipient = models.CharField(max_length=320, blank=True)
    recipient_name = models.CharField(max_length=250, blank=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    #: Lower goes first.
    priority = models.SmallIntegerField(default=5)
    due_at = models.DateTimeField(null=True, blank=True)
    #: Not to be sent after this.
    expires_at = models.DateTimeField(null=True, blank=True)
    #: Tries that counted: a try that never offered the message counts for none.
    tries = models.PositiveIntegerField(default=0)
    #: The number of the latest attempt, counted or not.
    last_attempt = models.PositiveIntegerField(default=0)
    #: True: the failure happened elsewhere and was only told to us.
    reported = models.BooleanField(default=False)
    #: What makes a report the same report, so that importing twice changes nothing.
    report_digest = models.BinaryField(max_length=32, null=True, blank=True, editable=False)

    #: The worker that has the job, and until when it may keep silent (a lease).
    claimed_by = models.CharField(max_length=120, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    #: The life of the database in which the job was claimed (delivery/queue/epoch.py).
    epoch = models.UUIDField(null=True, blank=True, editable=False)
    #: So many messages at most the run that claimed the job hands over before the disk knows how they ended.
    lead = models.PositiveSmallIntegerField(db_default=0, editable=False)

    #: What today's catalogue makes of the latest failure; empty while there is none.
    explanation = models.CharField(max_length=80, blank=True)
    category = models.CharField(max_length=30, blank=True)
    incident = models.ForeignKey(
        "delivery.Incident", null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs", db_index=False
    )
    resend_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="resends", db_index=False
    )
    #: Every resend of one original carries the original here, so that a history is one look-up.
    origin = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="descendants", db_index=False
    )
    resend_reason = models.CharField(max_length=500, blank=True)

    created_at = models.DateTimeField()
    #: The latest thing that happened to the job; lists are ordered by it.
    happened_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[JobQuerySet] = JobQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        permissions = [
            ("resend_job", "Can send an e-mail again"),
            ("control_job", "Can retry, release and cancel an e-mail"),
        ]
        indexes = [
            models.Index(
                fields=["account", "priority", "due_at", "id"],
                condition=models.Q(state="queued"),
                name="job_claim",
            ),
            models.Index(fields=["due_at"], condition=models.Q(state="queued"), name="job_due"),
            models.Index(fields=["lease_until"], condition=models.Q(state="sending"), name="job_lease"),
            models.Index(fields=["account", "id"], condition=models.Q(state="held"), name="job_held"),
            models.Index(fields=["expires_at"], condition=models.Q(state__in=["queued", "held"]), name="job_expiry"),
            models.Index(fields=["-happened_at", "-id"], name="job_list"),
            models.Index(fields=["state", "-happened_at", "-id"], name="job_list_state"),
            models.Index(fields=["account", "-happened_at", "-id"], name="job_list_account"),
            models.Index(
                fields=["explanation", "-happened_at", "-id"],
                condition=~models.Q(explanation=""),
                name="job_list_explanation",
            ),
            models.Index(
                fields=["category", "-happened_at", "-id"],
                condition=~models.Q(category=""),
                name="job_list_category",
            ),
            models.Index(fields=["incident"], condition=models.Q(incident__isnull=False), name="job_incident"),
            models.Index(fields=["resend_of"], condition=models.Q(resend_of__isnull=False), name="job_resend_of"),
            models.Index(fields=["origin"], condition=models.Q(origin__isnull=False), name="job_origin"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=JobState.values),
                name="job_state_is_known",
            ),
            models.CheckConstraint(
                condition=models.Q(state="queued", due_at__isnull=False)
                | (~models.Q(state="queued") & models.Q(due_at__isnull=True)),
                name="job_is_due_only_while_queued",
            ),
            models.CheckConstraint(
                condition=models.Q(state="sending", lease_until__isnull=False)
                | (~models.Q(state="sending") & models.Q(lease_until__isnull=True, claimed_by="")),
                name="job_is_leased_only_while_sending",
            ),
            models.CheckConstraint(
                condition=models.Q(state__in=UNFINISHED, finished_at__isnull=True)
                | models.Q(state__in=FINISHED, finished_at__isnull=False),
                name="job_says_when_it_finished",
            ),
            models.CheckConstraint(
                condition=(models.Q(resend_of__isnull=True) & models.Q(origin__isnull=True))
                | (models.Q(resend_of__isnull=False) & models.Q(origin__isnull=False)),
                name="job_resend_knows_its_origin",
            ),
            models.UniqueConstraint(
                fields=["resend_of"],
                condition=models.Q(state__in=UNFINISHED, resend_of__isnull=False),
                name="job_one_unfinished_resend",
            ),
            models.UniqueConstraint(
                fields=["report_digest"],
                condition=models.Q(report_digest__isnull=False),
                name="job_reported_once",
            ),
        ]

    def __str__(self) -> str:
        return f"#{self.pk} {self.recipient}"
