"""Thirty days of the past, written through the same door as everything else, with its own `now`."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from delivery.models import Account, Attempt, Job, JobTokens, Message, Source
from delivery.outcome import breaker
from delivery.outcome.record import record
from delivery.outcome.result import Result
from delivery.queries.search import tokens_of
from delivery.sandbox.demo.mail import Mail, mails

DAYS = 30
WORKER = "history"
#: Refusals that befall single messages: (stage, text, one in so many).
REFUSALS = (
    ("rcpt-to", "550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table", 40),
    ("rcpt-to", "552 5.2.2 <{to}>: Mailbox full", 70),
    ("body", "554 5.7.1 Message rejected as spam by content filter", 120),
    (
        "rcpt-to",
        "450 4.2.0 <{to}>: Recipient address rejected: Greylisted, see http://postgrey.schweikert.ch/help/",
        60,
    ),
)
#: Days on which an account was refused for some hours: alias, how many days ago, the reply.
TROUBLES = (
    (
        "demo-invoices",
        19,
        "535 5.7.139 Authentication unsuccessful, the user credentials were incorrect. "
        "[SB1PR01CA0002.sbxprd01.prod.outlook.com 2026-01-01T08:00:00.000Z 08DE000000000001]",
    ),
    (
        "demo-shop",
        9,
        "535-5.7.8 Username and Password not accepted. For more information, go to\n"
        "535 5.7.8  https://support.google.com/mail/?p=BadCredentials 5b1f17b1804b1-4812e6c4sm1 - gsmtp",
    ),
    ("demo-company", 4, "454 4.7.0 Temporary authentication failure: Connection lost to authentication server"),
)
RELEASED_AFTER = timedelta(hours=3)
TAKEN = ("body", "250 2.0.0 OK")


def write_history(accounts: Mapping[str, Account], *, now: datetime) -> int:
    """Write what the accounts sent in the past; answer how many jobs there are."""
    chance = random.Random(30)  # noqa: S311 (the same past for everyone)
    sources = {source.slug: source for source in Source.objects.all()}
    written = 0
    for days in range(DAYS, 0, -1):
        for alias, account in accounts.items():
            trouble = next((text for name, ago, text in TROUBLES if (name, ago) == (alias, days)), None)
            day = now - timedelta(days=days)
            count = chance.randint(6, 16) if day.weekday() < 5 else chance.randint(1, 5)
            plan = sorted(
                (day.replace(hour=8) + timedelta(minutes=chance.randint(0, 600)), mail)
                for mail, _ in zip(mails(chance, account=alias), range(count), strict=False)
            )
            written += _write_day(account, plan, trouble, sources, chance)
    return written


def _write_day(
    account: Account,
    plan: Sequence[tuple[datetime, Mail]],
    trouble: str | None,
    sources: Mapping[str, Source],
    chance: random.Random,
) -> int:
    jobs = _make_jobs(account, plan, sources)
    if trouble:
        released = plan[0][0] + RELEASED_AFTER
        waiting = [job for job in jobs if job.happened_at < released]
        _refuse(account, waiting, trouble)
        breaker.release(account.pk, now=released)
        account.refresh_from_db()
        _again(account, waiting, at=released)
        jobs = jobs[len(waiting) :]
    if jobs:
        _record(account, [(job, *_fate(job, chance)) for job in jobs])
        _again(account, [job for job in jobs if _is_queued(job)], at=plan[-1][0] + timedelta(hours=1))
    return len(plan)


def _fate(job: Job, chance: random.Random) -> tuple[str, str]:
    """The stage and the words: mostly taken, sometimes refused for its recipient."""
    for stage, text, one_in in REFUSALS:
        if chance.randrange(one_in) == 0:
            return stage, text.format(to=job.recipient)
    return TAKEN


def _is_queued(job: Job) -> bool:
    return Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).exists()


def _refuse(account: Account, jobs: Sequence[Job], text: str) -> None:
    """The first met the account's trouble; the others were never offered and waited with it."""
    _record(account, [(jobs[0], "login", text)])
    Job.objects.filter(pk__in=[job.pk for job in jobs[1:]]).update(
        state=Job.State.HELD, claimed_by="", lease_until=None, last_attempt=0
    )
    for job in jobs[1:]:
        job.last_attempt = 0


def _again(account: Account, jobs: Sequence[Job], *, at: datetime) -> None:
    """The next try of each, ten seconds apart; the server took them."""
    for number, job in enumerate(jobs):
        job.happened_at = at + timedelta(seconds=10 * number)
        job.last_attempt += 1
    Job.objects.filter(pk__in=[job.pk for job in jobs]).update(
        state=Job.State.SENDING, claimed_by=WORKER, lease_until=at, due_at=None
    )
    Job.objects.bulk_update(jobs, ["last_attempt"])
    _record(account, [(job, *TAKEN) for job in jobs])


def _record(account: Account, tries: Sequence[tuple[Job, str, str]]) -> None:
    """Record how the tries ended, each at its job's own time."""
    if not tries:
        return
    results = [
        Result(
            job_id=job.pk,
            worker=WORKER,
            outcome=Attempt.Outcome.ACCEPTED if (stage, text) == TAKEN else Attempt.Outcome.REFUSED,
            opened_at=job.happened_at,
            at=job.happened_at,
            stage=stage,
            text=text,
            facts=_facts(account, job),
        )
        for job, stage, text in tries
    ]
    record(results, account=account, now=tries[-1][0].happened_at)


def _facts(account: Account, job: Job) -> dict[str, Any]:
    return {
        "host": account.host,
        "port": account.port,
        "security": account.security,
        "login": account.username,
        "sender": account.from_email,
        "recipient": job.recipient,
    }


def _make_jobs(account: Account, plan: Sequence[tuple[datetime, Mail]], sources: Mapping[str, Source]) -> list[Job]:
    messages = Message.objects.bulk_create(
        Message(
            source=sources[mail.application],
            kind=mail.kind,
            subject=mail.subject,
            from_email=account.from_email,
            references=mail.references,
            created_at=at,
        )
        for at, mail in plan
    )
    jobs = Job.objects.bulk_create(
        Job(
            message=message,
            account=account,
            recipient=mail.to,
            state=Job.State.SENDING,
            claimed_by=WORKER,
            lease_until=at,
            last_attempt=1,
            created_at=at,
            happened_at=at,
        )
        for (at, mail), message in zip(plan, messages, strict=True)
    )
    JobTokens.objects.bulk_create(
        JobTokens(
            job=job,
            tokens=tokens_of(recipient=mail.to, subject=mail.subject, kind=mail.kind, references=mail.references),
        )
        for (_at, mail), job in zip(plan, jobs, strict=True)
    )
    return jobs
