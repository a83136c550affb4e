"""The content of an e-mail, stored once however many recipients it has."""

from django.db import models


class Message(models.Model):
    """What is sent. Reported failures have no content: their `mime` is null."""

    source = models.ForeignKey(
        "delivery.Source", null=True, blank=True, on_delete=models.PROTECT, related_name="messages"
    )
    #: What kind of mail it is, in the source's own word ("password_recovery").
    kind = models.CharField(max_length=120, blank=True)
    subject = models.CharField(max_length=998, blank=True)
    from_email = models.CharField(max_length=320, blank=True)
    #: With angle brackets; the same on every try.
    message_id = models.CharField(max_length=998, blank=True)
    #: The finished message as it goes over the wire, without the envelope.
    mime = models.BinaryField(null=True, blank=True, editable=False)
    size = models.PositiveIntegerField(default=0, help_text="bytes")
    #: Order, invoice, user… as the source names them: {"order": "4711"}.
    references = models.JSONField(default=dict, blank=True)
    #: Fields of a report that the product has no place for, kept as they came.
    extra = models.JSONField(default=dict, blank=True)
    idempotency_key = models.CharField(max_length=255, blank=True)
    #: SHA-256 of what was handed over with that key.
    idempotency_digest = models.BinaryField(max_length=32, blank=True, default=b"", editable=False)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "idempotency_key"],
                condition=~models.Q(idempotency_key=""),
                nulls_distinct=False,
                name="message_accepted_once_per_key",
            ),
        ]

    def __str__(self) -> str:
        return self.subject or self.kind or f"#{self.pk}"
