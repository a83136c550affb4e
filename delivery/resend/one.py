"""Sends one e-mail again: a new job, to the same or another address; the old job keeps its state."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import IntegrityError, transaction

from delivery.intake.building import readdressed
from delivery.intake.submission import LIFETIME, is_address
from delivery.models import Activity, Job, JobTokens, Message
from delivery.models.job import FINISHED
from delivery.queries.search import tokens_of
from delivery.queue.knocking import knock
from delivery.resend.answer import Answer, Done, NotDone


def refusal_to_resend(job: Job) -> NotDone | None:
    """Why this job cannot be sent again now; None when it can."""
    if job.reported or job.message.mime is None:
        return NotDone(reason="content-not-here")
    if job.account.reported_only:
        return NotDone(reason="account-reported-only")
    if job.state not in FINISHED:
        return NotDone(reason="not-finished")
    return None


def resend(
    job_id: int,
    *,
    to: str,
    reason: str,
    user: AbstractBaseUser | None,
    now: datetime,
    duplicate_ok: bool = False,
    seen: int | None = None,
) -> Answer:
    """Queue the message of a finished job anew, to `to` (empty: the same address).

    An accepted or uncertain job may already have arrived: it is sent again only with `duplicate_ok`. While a resend
    is unfinished, asking again answers with that one. With `seen`, the latest resend the asker knew of (0: none), a
    newer one is the answer too, so that a second click on one form never sends twice, however fast the first was.
    """
    job = Job.objects.select_related("message", "account").filter(pk=job_id).first()
    if job is None:
        return NotDone(reason="not-found")
    refused = refusal_to_resend(job)
    if refused:
        return refused
    to = to.strip() or job.recipient
    if not is_address(to):
        return NotDone(reason="not-an-address", field="to")
    if job.state in (Job.State.ACCEPTED, Job.State.UNCERTAIN) and not duplicate_ok:
        return NotDone(reason="may-arrive-twice", field="duplicate_ok")
    try:
        with transaction.atomic():
            newer = _newer_than(seen, job) if seen is not None else None
            if newer:
                return Done(job=newer, repeated=True)
            again = _store(job, to=to, reason=reason[:500], user=user, now=now)
            transaction.on_commit(lambda: knock(job.account_id))
    except IntegrityError:
        first = Job.objects.unfinished().filter(resend_of=job).first()
        return Done(job=first, repeated=True) if first else NotDone(reason="try-again")
    return Done(job=again)


def _newer_than(seen: int, job: Job) -> Job | None:
    """A resend made since; the original stays locked until this one is stored."""
    Job.objects.select_for_update().only("id").get(pk=job.pk)
    return job.resends.filter(pk__gt=seen).order_by("-pk").first()


def _store(job: Job, *, to: str, reason: str, user: AbstractBaseUser | None, now: datetime) -> Job:
    again = Job.objects.create(
        message=_message_for(job, to, now=now),
        account=job.account,
        recipient=to,
        recipient_name=job.recipient_name if to == job.recipient else "",
        priority=job.priority,
        due_at=now,
        expires_at=now + LIFETIME,
        resend_of=job,
        origin_id=job.origin_id or job.pk,
        resend_reason=reason,
        created_at=now,
        happened_at=now,
    )
    JobTokens.objects.create(
        job=again,
        tokens=tokens_of(
            recipient=to,
            recipient_name=job.recipient_name,
            subject=job.message.subject,
            kind=job.message.kind,
            sender=job.message.from_email,
            message_id=job.message.message_id,
            references=job.message.references,
        ),
    )
    Activity.objects.create(
        at=now,
        user_id=user.pk if user else None,
        user_name=user.get_username() if user else "",
        verb=Activity.Verb.RESENT,
        account=job.account,
        job=job,
        reason=reason,
        details={"as": again.pk, "to": to},
    )
    return again


def _message_for(job: Job, to: str, *, now: datetime) -> Message:
    """The very same message; for another address a copy that names this one in its To."""
    message = job.message
    if to.lower() == job.recipient.lower():
        return message
    mime = readdressed(bytes(message.mime or b""), old=job.recipient, new=to)
    return Message.objects.create(
        source=message.source,
        kind=message.kind,
        subject=message.subject,
        from_email=message.from_email,
        message_id=message.message_id,
        mime=mime,
        size=len(mime),
        references=message.references,
        created_at=now,
    )
