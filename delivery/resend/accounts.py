"""Pause, resume and release a whole account."""

from datetime import datetime

from django.contrib.auth.models import AbstractBaseUser
from django.db import transaction

from delivery.models import Account, Activity, Job
from delivery.outcome import breaker
from delivery.queue.knocking import knock
from delivery.resend.answer import Answer, Done, NotDone


def pause(account_id: int, *, user: AbstractBaseUser | None, now: datetime, reason: str = "") -> Answer:
    """Send nothing more through the account until somebody resumes it. Mail keeps coming in and waits."""
    with transaction.atomic():
        moved = (
            Account.objects.sending()
            .filter(pk=account_id)
            .exclude(state=Account.State.PAUSED)
            .update(state=Account.State.PAUSED, held_for="", held_at=None, next_probe_at=None)
        )
        return _answer(moved, account_id, Activity.Verb.PAUSED, "already-paused", user, now, reason)


def resume(account_id: int, *, user: AbstractBaseUser | None, now: datetime) -> Answer:
    """End a pause; what was on hold before goes out the careful way."""
    with transaction.atomic():
        moved = Account.objects.filter(pk=account_id, state=Account.State.PAUSED).update(state=Account.State.ACTIVE)
        if moved and Job.objects.filter(account_id=account_id, state=Job.State.HELD).exists():
            breaker.release(account_id, now=now)
        transaction.on_commit(lambda: knock(account_id))
        return _answer(moved, account_id, Activity.Verb.RESUMED, "not-paused", user, now)


def release(account_id: int, *, user: AbstractBaseUser | None, now: datetime) -> Answer:
    """Let the held mail of an account go: one first, the rest once that one was accepted."""
    with transaction.atomic():
        moved = Account.objects.filter(pk=account_id, state=Account.State.HELD).count()
        if moved:
            breaker.release(account_id, now=now)
        transaction.on_commit(lambda: knock(account_id))
        return _answer(moved, account_id, Activity.Verb.RELEASED, "not-held", user, now)


def _answer(
    moved: int,
    account_id: int,
    verb: Activity.Verb,
    otherwise: str,
    user: AbstractBaseUser | None,
    now: datetime,
    reason: str = "",
) -> Answer:
    if not moved:
        return NotDone(reason=otherwise if Account.objects.filter(pk=account_id).exists() else "not-found")
    Activity.objects.create(
        at=now,
        user_id=user.pk if user else None,
        user_name=user.get_username() if user else "",
        verb=verb,
        account_id=account_id,
        reason=reason[:500],
    )
    return Done()
