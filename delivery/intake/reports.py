"""Stores reported failures: account found or made, three retries as three attempts, nothing invented, nothing twice."""

import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.text import slugify

from delivery.intake.report_format import Problem, Report
from delivery.models import Account, Attempt, Job, JobTokens, Message, Source
from delivery.outcome.record import record
from delivery.outcome.result import Result
from delivery.queries.search import tokens_of
from diagnostics.evidence import Evidence
from diagnostics.reading import read

#: Who holds the lease of a job while its report is being recorded.
REPORTER = "report"
#: So much may the clock of an application be ahead of ours, or its time zone be wrong.
CLOCKS_DIFFER = timedelta(days=1)


@dataclass(kw_only=True)
class Imported:
    """What an import did: jobs made, records known already, and the problems that kept others out."""

    jobs: list[int] = field(default_factory=list)
    known: int = 0
    problems: list[Problem] = field(default_factory=list)


def import_reports(records: Iterable[Report | Problem], *, now: datetime) -> Imported:
    """Store each report by itself, so that a broken one keeps no other out."""
    imported = Imported()
    for one in records:
        if isinstance(one, Problem):
            imported.problems.append(one)
            continue
        if one.failed_at is not None and one.failed_at > now + CLOCKS_DIFFER:
            imported.problems.append(
                Problem(position=one.position, field="last_error_at", says="lies in the future; mend the clock")
            )
            continue
        job_id = _stored(one, now=now)
        if job_id is None:
            imported.known += 1
        else:
            imported.jobs.append(job_id)
    return imported


def _stored(report: Report, *, now: datetime) -> int | None:
    """Store one report, also while somebody else imports the same: what was made meanwhile is found the second time."""
    try:
        return store(report, now=now)
    except IntegrityError:
        return store(report, now=now)


def store(report: Report, *, now: datetime) -> int | None:
    """Store one report; None when the very same record is already here."""
    evidence = read(report.error)
    with transaction.atomic():
        if Job.objects.filter(report_digest=report.digest).exists():
            return None
        account = account_for(evidence)
        job = _make_job(report, evidence, account=account, now=now)
        _make_earlier_attempts(report, job)
        record(
            [
                Result(
                    job_id=job.pk,
                    worker=REPORTER,
                    outcome=Attempt.Outcome.REFUSED,
                    at=report.failed_at,
                    text=report.error,
                    facts=_known(evidence),
                    reported=True,
                )
            ],
            account=account,
            now=now,
        )
    return job.pk


def account_for(evidence: Evidence) -> Account:
    """The account the mail left through: one the product sends with, else one known from reports, else a new one."""
    host = (evidence.host or "").lower().rstrip(".")
    login = evidence.login or ""
    sender = evidence.sender or ""
    own = Account.objects.sending().filter(host=host, port=evidence.port)
    for identity in filter(None, (login, sender)):
        found = own.filter(username__iexact=identity).first() or own.filter(from_email__iexact=identity).first()
        if found:
            return found
    account, _made = Account.objects.get_or_create(
        host=host[:255],
        port=evidence.port,
        username=login[:320],
        from_email=("" if login else sender)[:320],
        reported_only=True,
        defaults={
            "name": " · ".join(filter(None, (login or sender, host)))[:120] or "Unknown account",
            "alias": _free_alias(login or sender or host),
            "security": evidence.security or Account.Security.UNKNOWN,
            "login_method": Account.Login.PASSWORD if login else Account.Login.NONE,
        },
    )
    return account


def _free_alias(wanted: str) -> str:
    base = slugify(wanted.replace("@", "-at-").replace(".", "-"))[:100] or "account"
    taken = set(Account.objects.filter(alias__startswith=base).values_list("alias", flat=True))
    return next(
        alias for alias in (base, *(f"{base}-{number}" for number in range(2, len(taken) + 3))) if alias not in taken
    )


def _make_job(report: Report, evidence: Evidence, *, account: Account, now: datetime) -> Job:
    source = None
    if report.source:
        slug = slugify(report.source)[:120] or "source"
        source, _made = Source.objects.get_or_create(slug=slug, defaults={"name": report.source[:120]})
    message = Message.objects.create(
        source=source,
        kind=report.kind[:120],
        subject=report.subject[:998],
        from_email=(evidence.sender or "")[:320],
        extra={**report.extra, **({"error_history": report.history} if report.history else {})},
        created_at=now,
    )
    recipient = (evidence.recipient or "")[:320]
    job = Job.objects.create(
        message=message,
        account=account,
        recipient=recipient,
        recipient_name=report.user_name[:250],
        state=Job.State.SENDING,
        claimed_by=REPORTER,
        lease_until=now,
        reported=True,
        report_digest=report.digest,
        tries=max((report.retries or 1) - 1, 0),
        last_attempt=max(report.retries or 1, 1),
        created_at=now,
        happened_at=report.failed_at or now,
    )
    JobTokens.objects.create(
        job=job,
        tokens=tokens_of(
            recipient=recipient,
            recipient_name=report.user_name,
            subject=report.subject,
            kind=report.kind,
            sender=evidence.sender or "",
        ),
    )
    return job


def _make_earlier_attempts(report: Report, job: Job) -> None:
    """One attempt per retry but the last; they have no evidence, unless the history holds their own words."""
    told = _history(report.history)
    Attempt.objects.bulk_create(
        Attempt(job=job, number=number, outcome=Attempt.Outcome.REFUSED, text=told[number])
        if number in told
        else Attempt(job=job, number=number, outcome=Attempt.Outcome.NOT_RECORDED)
        for number in range(1, job.last_attempt)
    )


_ATTEMPT = re.compile(r"^[ \t]*Attempt (\d{1,4}):[ \t]*", re.MULTILINE)


def _history(text: str) -> dict[int, str]:
    """ "Attempt 2: …" sections by their number; one that was cut to dots tells nothing and is left out."""
    parts = _ATTEMPT.split(text)[1:]
    sections = {int(number): said.strip() for number, said in zip(parts[::2], parts[1::2], strict=True)}
    return {number: said for number, said in sections.items() if said.strip(".… ")}


def _known(evidence: Evidence) -> dict[str, Any]:
    """The facts read from the text, as stored beside it."""
    names = ("host", "port", "security", "login", "sender", "recipient", "ip")
    return {name: value for name, value in asdict(evidence).items() if name in names and value is not None}
