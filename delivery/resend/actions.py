"""Retry now, release and cancel: they act on the same job, once, and are written down."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from delivery.models import Account, Activity, Job
from delivery.outcome import breaker
from delivery.queue.knocking import knock
from delivery.resend.answer import Answer, Done, NotDone

#: Why waiting mail of an account in such a state is not tried now.
_STOPPED = {Account.State.PAUSED: "account-paused", Account.State.HELD: "account-held"}


def refusal_to_retry(account: Account) -> NotDone | None:
    """Why the waiting mail of an account cannot be tried now; None when it can."""
    stopped = _STOPPED.get(Account.State(account.state))
    return NotDone(reason=stopped) if stopped else None


def retry_now(job_id: int, *, user: AbstractBaseUser | None, now: datetime) -> Answer:
    """Make a waiting job due at once, also where the account was to slow down: whoever asks knows what has changed."""
    with transaction.atomic():
        account = _locked_account(job_id)
        jobs = Job.objects.filter(pk=job_id, state=Job.State.QUEUED)
        if account is None or not jobs.exists():
            return _not_done(job_id, "not-waiting")
        refused = refusal_to_retry(account)
        if refused:
            return refused
        if not jobs.update(due_at=now, happened_at=now):
            return _not_done(job_id, "not-waiting")
        Account.objects.filter(pk=account.pk, paced_until__gt=now).update(paced_until=None)
        job = _written_down(job_id, Activity.Verb.RETRIED, user, now)
        transaction.on_commit(lambda: knock(job.account_id))
    return Done(job=job)


def release(job_id: int, *, user: AbstractBaseUser | None, now: datetime) -> Answer:
    """Let a held job go. Where its account is on hold, this job goes first as a trial for the others."""
    with transaction.atomic():
        account = _locked_account(job_id)
        if account is None or not Job.objects.filter(pk=job_id, state=Job.State.HELD).exists():
            return _not_done(job_id, "not-held")
        if account.state == Account.State.PAUSED:
            return NotDone(reason="account-paused")
        if breaker.release(account.pk, now=now, first=job_id) is None:
            return _not_done(job_id, "not-held")
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


def _locked_account(job_id: int) -> Account | None:
    """The job's account, locked. Whoever needs both locks the account first, so that nobody waits in a circle."""
    accounts = Account.objects.filter(jobs=job_id).only("id", "state")
    return accounts.select_for_update(of=("self",), no_key=True).first()


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
