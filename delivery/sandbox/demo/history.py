"""Thirty days of the past, written through the same door as everything else, with its own `now`."""

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from delivery.models import Account, Attempt, Job, Message, Source
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
    jobs = [_job(account, mail, sources, at) for at, mail in plan]
    waiting: list[Job] = []
    for (at, _mail), job in zip(plan, jobs, strict=True):
        if trouble and not waiting:
            _try(account, job, at, trouble, stage="login")
            waiting.append(job)
        elif waiting and at < plan[0][0] + RELEASED_AFTER:
            Job.objects.filter(pk=job.pk).update(
                state=Job.State.HELD, claimed_by="", lease_until=None, last_attempt=0, happened_at=at
            )
            waiting.append(job)
        else:
            _send(account, job, at, chance)
    if waiting:
        _let_go(account, waiting, at=plan[0][0] + RELEASED_AFTER)
    return len(jobs)


def _send(account: Account, job: Job, at: datetime, chance: random.Random) -> None:
    """One message: mostly taken, sometimes refused for its recipient; what may be tried again was, an hour later."""
    for stage, text, one_in in REFUSALS:
        if chance.randrange(one_in) == 0:
            _try(account, job, at, text.format(to=job.recipient), stage=stage)
            if Job.objects.filter(pk=job.pk, state=Job.State.QUEUED).exists():
                _again(account, job, at + timedelta(hours=1))
            return
    _try(account, job, at, "250 2.0.0 OK", stage="body")


def _let_go(account: Account, jobs: Sequence[Job], *, at: datetime) -> None:
    breaker.release(account.pk, now=at)
    account.refresh_from_db()
    for number, job in enumerate(jobs):
        _again(account, job, at + timedelta(seconds=10 * number))


def _again(account: Account, job: Job, at: datetime) -> None:
    """The next try, which the server took."""
    Job.objects.filter(pk=job.pk).update(state=Job.State.SENDING, claimed_by=WORKER, lease_until=at, due_at=None)
    job.last_attempt += 1
    Job.objects.filter(pk=job.pk).update(last_attempt=job.last_attempt)
    _try(account, job, at, "250 2.0.0 OK", stage="body")


def _try(account: Account, job: Job, at: datetime, text: str, *, stage: str) -> None:
    taken = text.startswith("2")
    attempt = Attempt.objects.create(job=job, number=job.last_attempt, opened_at=at, worker=WORKER)
    result = Result(
        job_id=job.pk,
        attempt_id=attempt.pk,
        worker=WORKER,
        outcome=Attempt.Outcome.ACCEPTED if taken else Attempt.Outcome.REFUSED,
        at=at,
        stage=stage,
        text=text,
        facts={
            "host": account.host,
            "port": account.port,
            "security": account.security,
            "login": account.username,
            "sender": account.from_email,
            "recipient": job.recipient,
        },
    )
    record([result], account=account, now=at)


def _job(account: Account, mail: Mail, sources: Mapping[str, Source], at: datetime) -> Job:
    message = Message.objects.create(
        source=sources[mail.application],
        kind=mail.kind,
        subject=mail.subject,
        from_email=account.from_email,
        references=mail.references,
        created_at=at,
    )
    return Job.objects.create(
        message=message,
        account=account,
        recipient=mail.to,
        state=Job.State.SENDING,
        claimed_by=WORKER,
        lease_until=at,
        last_attempt=1,
        created_at=at,
        happened_at=at,
        tokens=tokens_of(recipient=mail.to, subject=mail.subject, kind=mail.kind, references=mail.references),
    )
