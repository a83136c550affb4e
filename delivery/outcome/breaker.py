"""Stops an account whose fault it is, and lets its mail go again: one first, the rest once that one was accepted."""

from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from delivery.models import Account, Activity, Job

#: So many jobs change state in one statement.
BATCH = 1000


def trip(account_id: int, *, explanation: str, now: datetime) -> bool:
    """Put an active account on hold; False when it was not active any more."""
    held = Account.objects.filter(pk=account_id, state=Account.State.ACTIVE, reported_only=False).update(
        state=Account.State.HELD, held_for=explanation, held_at=now, next_probe_at=now
    )
    if held:
        Activity.objects.create(
            at=now, verb=Activity.Verb.HELD, account_id=account_id, details={"explanation": explanation}
        )
    return bool(held)


def hold_waiting(account_id: int, *, now: datetime, limit: int = BATCH) -> int:
    """Move a batch of the held account's due jobs to `held`; answer how many. What is due later may wait as it is."""
    with transaction.atomic():
        waiting = (
            Job.objects.filter(
                account_id=account_id,
                account__state=Account.State.HELD,
                state=Job.State.QUEUED,
                due_at__lte=now,
            )
            .order_by("id")
            .select_for_update(of=("self",), skip_locked=True)
            .values_list("id", flat=True)[:limit]
        )
        return Job.objects.filter(id__in=list(waiting), state=Job.State.QUEUED).update(
            state=Job.State.HELD, due_at=None, happened_at=now
        )


def release(account_id: int, *, now: datetime, first: int | None = None) -> int | None:
    """Make the account active again and queue one held job, `first` or the oldest; answer its id.

    The others follow through `release_more` after the account has had a message accepted; until then `try_next` sends
    another one on trial whenever the last one told nothing about the account.
    """
    with transaction.atomic():
        Account.objects.filter(pk=account_id).exclude(state=Account.State.PAUSED).update(
            state=Account.State.ACTIVE,
            held_for="",
            held_at=None,
            next_probe_at=None,
            paced_until=None,
            released_at=now,
        )
        held = Job.objects.filter(account_id=account_id, state=Job.State.HELD)
        canary = (
            (held.filter(pk=first) if first else held.order_by("priority", "id")).values_list("id", flat=True).first()
        )
        if canary is not None:
            _queue([canary], now=now)
        return canary


def release_more(*, now: datetime, limit: int = BATCH) -> set[int]:
    """Queue held jobs of every active account that had mail accepted since its release; answer the account ids."""
    with transaction.atomic():
        rows = list(
            Job.objects.filter(
                state=Job.State.HELD,
                account__state=Account.State.ACTIVE,
                account__last_success_at__gte=F("account__released_at"),
            )
            .order_by("priority", "id")
            .select_for_update(of=("self",), skip_locked=True)
            .values_list("id", "account_id")[:limit]
        )
        _queue([job_id for job_id, _account in rows], now=now)
    return {account for _job, account in rows}


def try_next(*, now: datetime) -> set[int]:
    """Queue one more held job where none is under way and nothing was accepted since the release; answer the accounts.

    The one before came to nothing that tells about the account: refused for its recipient, due later, cancelled.
    """
    jobs = Job.objects.filter(account=OuterRef("pk"))
    sent, due = jobs.filter(state=Job.State.SENDING), jobs.filter(state=Job.State.QUEUED, due_at__lte=now)
    with transaction.atomic():
        accounts = list(
            Account.objects.sending()
            .filter(Q(paced_until__isnull=True) | Q(paced_until__lte=now), state=Account.State.ACTIVE)
            .exclude(last_success_at__gte=F("released_at"))
            # One look into the index for each account, however much is held elsewhere.
            .alias(held=_any(jobs.filter(state=Job.State.HELD)), sent=_any(sent), due=_any(due))
            .filter(held__isnull=False, sent__isnull=True, due__isnull=True)
            .order_by("pk")
            .select_for_update(of=("self",), skip_locked=True)
            .values_list("pk", flat=True)
        )
        Account.objects.filter(pk__in=accounts).update(released_at=Coalesce("released_at", now))
        _queue([first for account_id in accounts if (first := _first_held(account_id))], now=now)
    return set(accounts)


def _any(jobs: QuerySet[Job]) -> Subquery:
    return Subquery(jobs.order_by().values("id")[:1])


def _first_held(account_id: int) -> int | None:
    held = Job.objects.filter(account_id=account_id, state=Job.State.HELD)
    return held.order_by("priority", "id").values_list("id", flat=True).first()


def _queue(job_ids: list[int], *, now: datetime) -> None:
    Job.objects.filter(id__in=job_ids, state=Job.State.HELD).update(state=Job.State.QUEUED, due_at=now, happened_at=now)
