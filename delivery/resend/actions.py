"""Retry now, release and cancel: they act on the same job, once, and are written down."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from delivery.models import Account, Activity, Job
from delivery.outcome import breaker
from delivery.queue.knocking import knock
from delivery.resend.answer import Answer, Done, NotDone


def retry_now(job_id: int, *, user: AbstractBaseUser | None, now: datetime) -> Answer:
    """Make a waiting job due at once."""
    with transaction.atomic():
        moved = Job.objects.filter(pk=job_id, state=Job.State.QUEUED).update(due_at=now, happened_at=now)
        if not moved:
            return _not_done(job_id, "not-waiting")
        job = _written_down(job_id, Activity.Verb.RETRIED, user, now)
        transaction.on_commit(lambda: knock(job.account_id))
    return Done(job=job)


def release(job_id: int, *, user: AbstractBaseUser | None, now: datetime) -> Answer:
    """Let a held job go. Where its account is on hold, this job goes first as a trial for the others."""
    with transaction.atomic():
        job = Job.objects.select_related("account").select_for_update(of=("self",)).filter(pk=job_id).first()
        if job is None or job.state != Job.State.HELD:
            return _not_done(job_id, "not-held")
        if job.account.state == Account.State.PAUSED:
            return NotDone(reason="account-paused")
        breaker.release(job.account_id, now=now, first=job.pk)
        job = _written_down(job_id, Activity.Verb.RELEASED, user, now)
        transaction.on_commit(lambda: knock(job.account_id))
    return Done(job=job)


def cancel(job_id: int, *, user: AbstractBaseUser | None, now: datetime, reason: str = "") -> Answer:
    """Give up a job that has not gone out. One that is being sent this moment cannot be called back."""
    with transaction.atomic():
        moved = Job.objects.filter(pk=job_id, state__in=[Job.State.QUEUED, Job.State.HELD]).update(
            state=Job.State.CANCELLED, due_at=None, happened_at=now, finished_at=now
        )
        if not moved:
            return _not_done(job_id, "not-waiting")
        return Done(job=_written_down(job_id, Activity.Verb.CANCELLED, user, now, reason))


def _not_done(job_id: int, reason: str) -> NotDone:
    return NotDone(reason=reason if Job.objects.filter(pk=job_id).exists() else "not-found")


def _written_down(
    job_id: int, verb: Activity.Verb, user: AbstractBaseUser | None, now: datetime, reason: str = ""
) -> Job:
    job = Job.objects.select_related("account", "message").get(pk=job_id)
    Activity.objects.create(
        at=now,
        user_id=user.pk if user else None,
        user_name=user.get_username() if user else "",
        verb=verb,
        account=job.account,
        job=job,
        reason=reason[:500],
    )
    return job
