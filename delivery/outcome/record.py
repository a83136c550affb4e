"""The one door for outcomes: writes attempts, moves jobs, counts, joins incidents, stops or frees the account."""

import random
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from delivery.models import Account, Attempt, Job, Source
from delivery.models.job import JobState
from delivery.outcome import breaker, incidents, successes, tallies
from delivery.outcome.codes import note_codes
from delivery.outcome.explained import Explained, explain
from delivery.outcome.result import Result
from delivery.outcome.rows import end_tries


def record(results: Sequence[Result], *, account: Account, now: datetime) -> list[Explained]:
    """Record how tries of one account ended, in one short transaction; answer those that were recorded.

    A result whose job is no longer leased to its worker is left out: somebody else has ended that try.
    """
    return record_all([(account, results)], now=now)


def record_all(batches: Iterable[tuple[Account, Sequence[Result]]], *, now: datetime) -> list[Explained]:
    """Record how tries of several accounts ended, as `record` does, all in one transaction."""
    by_account = [(account, result) for account, results in batches for result in results]
    if not by_account:
        return []
    accounts = {account.pk: account for account, _result in by_account}
    jobs = _jobs_of([result for _account, result in by_account if result.outcome != Attempt.Outcome.ACCEPTED])
    outcomes = [
        _explained(result, jobs.get(result.job_id), account=account, now=now)
        for account, result in sorted(by_account, key=lambda one: one[1].job_id)
    ]
    with transaction.atomic():
        ended = end_tries(outcomes, now=now)
        recorded = [one for one in outcomes if one.result.job_id in ended]
        if recorded:
            note_codes([one for one in recorded if one.diagnosis])
            tallies.count(recorded, now=now)
            _join_incidents(recorded, jobs, now=now)
            _touch_accounts(recorded, accounts, now=now)
    return recorded


def _jobs_of(results: Sequence[Result]) -> dict[int, Job]:
    """What must be known of the jobs whose tries did not end well; those that did need no look."""
    if not results:
        return {}
    jobs = Job.objects.filter(pk__in=[result.job_id for result in results]).select_related("message__source")
    return {job.pk: job for job in jobs.only("id", "tries", "expires_at", "recipient", "message__source__on_uncertain")}


def _explained(result: Result, job: Job | None, *, account: Account, now: datetime) -> Explained:
    return explain(
        result,
        account=account,
        tries=(job.tries if job else 0) + (result.outcome != Attempt.Outcome.NOT_OFFERED),
        expires_at=job.expires_at if job else None,
        resend_uncertain=job is not None and _resends_uncertain(job),
        now=now,
        spread=random.uniform(-1, 1),  # noqa: S311 (scatter, not secrecy)
    )


def _resends_uncertain(job: Job) -> bool:
    source = job.message.source
    return source is not None and source.on_uncertain == Source.OnUncertain.RESEND


def _join_incidents(recorded: Sequence[Explained], jobs: dict[int, Job], *, now: datetime) -> None:
    failures = [(one, jobs[one.result.job_id].recipient) for one in recorded if one.diagnosis]
    joined = incidents.join(failures, now=now)
    for incident_id in sorted(set(joined.values())):
        members = [job_id for job_id, of_incident in joined.items() if of_incident == incident_id]
        Job.objects.filter(pk__in=members).update(incident=incident_id)


def _touch_accounts(recorded: Sequence[Explained], accounts: Mapping[int, Account], *, now: datetime) -> None:
    accepted = sorted(
        (one.account_id, one.result.at or now) for one in recorded if one.decision.state == JobState.ACCEPTED
    )
    # The last of each account counts.
    successes.note(dict(accepted), accounts=accounts)
    for account_id in sorted({one.account_id for one in recorded}):
        _touch_account([one for one in recorded if one.account_id == account_id], accounts[account_id], now=now)


def _touch_account(recorded: Sequence[Explained], account: Account, *, now: datetime) -> None:
    offered = [one.result.facts["mechanisms_offered"] for one in recorded if "mechanisms_offered" in one.result.facts]
    if offered and offered[-1] != account.mechanisms_offered:
        Account.objects.filter(pk=account.pk).update(mechanisms_offered=offered[-1])
        account.mechanisms_offered = offered[-1]
    pauses = [one.decision.pace_until for one in recorded if one.decision.pace_until]
    if pauses:
        Account.objects.filter(pk=account.pk).filter(
            Q(paced_until__isnull=True) | Q(paced_until__lt=max(pauses))
        ).update(paced_until=max(pauses))
    blamed = next((one for one in recorded if one.decision.hold_account), None)
    if blamed:
        breaker.trip(account.pk, explanation=blamed.code, now=now)
