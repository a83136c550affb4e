"""A mail that was handed over before, known by the idempotency key of its source."""

import json
from hashlib import sha256

from delivery.intake.submission import Accepted, Refusal, Submission
from delivery.models import Message


def digest_of(submission: Submission) -> bytes:
    """What two mails with one key are compared by."""
    outline = {
        **vars(submission),
        "headers": dict(submission.headers),
        "references": dict(submission.references),
        "attachments": [
            {**vars(attachment), "content": sha256(attachment.content).hexdigest()}
            for attachment in submission.attachments
        ],
    }
    return sha256(json.dumps(outline, sort_keys=True, default=str).encode()).digest()


def earlier_answer(submission: Submission, source_id: int | None) -> Accepted | Refusal | None:
    """The first answer to this very mail, a refusal when its key belongs to another, None when the key is new."""
    if not submission.idempotency_key:
        return None
    message = (
        Message.objects.filter(source=source_id, idempotency_key=submission.idempotency_key)
        .only("idempotency_digest")
        .first()
    )
    if message is None:
        return None
    if bytes(message.idempotency_digest) != digest_of(submission):
        return Refusal(field="idempotency_key", says="was used before for another mail; use a new key for a new mail")
    jobs = message.jobs.filter(resend_of=None).order_by("id").values_list("id", flat=True)
    return Accepted(message_id=message.pk, jobs=tuple(jobs), repeated=True)
