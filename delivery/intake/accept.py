"""The one door for mail: checks it, stores message and jobs in one transaction, knocks after the commit."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import sha256

from django.db import IntegrityError, transaction

from delivery.intake.building import build
from delivery.intake.checking import refusal_of
from delivery.intake.submission import Refusal, Submission, expiry_of, is_address
from delivery.models import Account, Job, JobTokens, Message, Source
from delivery.queries.search import tokens_of
from delivery.queue.knocking import knock


@dataclass(frozen=True, kw_only=True)
class Accepted:
    """The mail is stored and will be sent. `repeated`: it had been handed over before, this is the first answer."""

    message_id: int
    jobs: tuple[int, ...]
    repeated: bool = False


def accept(submission: Submission, *, now: datetime) -> Accepted | Refusal:
    """Take a mail over, or say what is wrong with it; a refusal changes nothing.

    The same idempotency key with the same content gives the first answer, with other content a refusal.
    """
    wrong = refusal_of(submission, now=now)
    if wrong:
        return wrong
    source = Source.objects.select_related("default_account").filter(slug=submission.source).first()
    if submission.source and source is None:
        return Refusal(field="source", says=f"{submission.source[:80]!r} is not known")
    account = _account_for(submission, source)
    if isinstance(account, Refusal):
        return account
    sender = submission.sender or account.from_email or account.username
    if not is_address(sender):
        return Refusal(field="sender", says="is empty, and the account has no From that is an e-mail address")
    digest = digest_of(submission)
    earlier = _earlier(submission, source, digest)
    if earlier:
        return earlier
    try:
        with transaction.atomic():
            accepted = _store(submission, account, source, sender, digest, now=now)
            transaction.on_commit(lambda: knock(account.pk))
    except IntegrityError:
        # The same key was handed over at the same moment; that one counts.
        earlier = _earlier(submission, source, digest)
        if earlier is None:
            raise
        return earlier
    return accepted


def digest_of(submission: Submission) -> bytes:
    """What two mails with one key are compared by."""
    outline = asdict(submission)
    for attachment in outline["attachments"]:
        attachment["content"] = sha256(attachment["content"]).hexdigest()
    return sha256(json.dumps(outline, sort_keys=True, default=str).encode()).digest()


def _account_for(submission: Submission, source: Source | None) -> Account | Refusal:
    """By alias, else by From, else the source's own."""
    sending = Account.objects.sending()
    if submission.account:
        account = sending.filter(alias=submission.account.lower()).first()
        return account or Refusal(field="account", says=f"{submission.account[:80]!r} is not known")
    if submission.sender:
        account = sending.filter(from_email__iexact=submission.sender).order_by("id").first()
        if account:
            return account
    if source and source.default_account and not source.default_account.reported_only:
        return source.default_account
    return Refusal(field="account", says="is not given, and no account sends from this address")


def _earlier(submission: Submission, source: Source | None, digest: bytes) -> Accepted | Refusal | None:
    if not submission.idempotency_key:
        return None
    message = Message.objects.filter(source=source, idempotency_key=submission.idempotency_key).first()
    if message is None:
        return None
    if bytes(message.idempotency_digest) != digest:
        return Refusal(field="idempotency_key", says="was used before for another mail; use a new key for a new mail")
    jobs = message.jobs.filter(resend_of=None).order_by("id").values_list("id", flat=True)
    return Accepted(message_id=message.pk, jobs=tuple(jobs), repeated=True)


def _store(
    submission: Submission,
    account: Account,
    source: Source | None,
    sender: str,
    digest: bytes,
    *,
    now: datetime,
) -> Accepted:
    message_id, mime = build(submission, sender=sender, now=now)
    message = Message.objects.create(
        source=source,
        kind=submission.kind,
        subject=submission.subject,
        from_email=sender,
        message_id=message_id,
        mime=mime,
        size=len(mime),
        references=dict(submission.references),
        idempotency_key=submission.idempotency_key,
        idempotency_digest=digest if submission.idempotency_key else b"",
        created_at=now,
    )
    jobs = Job.objects.bulk_create(
        Job(
            message=message,
            account=account,
            recipient=recipient,
            priority=submission.priority,
            due_at=max(now, submission.send_at or now),
            expires_at=expiry_of(submission, now=now),
            created_at=now,
            happened_at=now,
        )
        for recipient in submission.recipients
    )
    JobTokens.objects.bulk_create(
        JobTokens(
            job=job,
            tokens=tokens_of(
                recipient=job.recipient,
                subject=submission.subject,
                kind=submission.kind,
                sender=sender,
                message_id=message_id,
                references=submission.references,
            ),
        )
        for job in jobs
    )
    return Accepted(message_id=message.pk, jobs=tuple(job.pk for job in jobs))
