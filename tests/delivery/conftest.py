"""Accounts and jobs for the tests that need a database, and one sandbox for those that send."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from django.db import connection

from delivery.models import Account, Attempt, Job, Message
from delivery.models.sealed import Sealed
from delivery.outcome.result import Result
from delivery.sandbox import Sandbox, running_sandbox

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
MIME = (
    b"From: invoices@example.com\r\nTo: maria@example.net\r\nMessage-ID: <1@example.com>\r\nSubject: Hi\r\n\r\nHi.\r\n"
)


@pytest.fixture
def now() -> datetime:
    """One moment for everything that happens in a test."""
    return NOW


@pytest.fixture
def make_account(db: None) -> Callable[..., Account]:
    """Makes accounts that send; nothing is listening where they point."""
    made: list[Account] = []

    def make(**changed: Any) -> Account:
        usual = {
            "name": "Invoices",
            "alias": f"account-{len(made) + 1}",
            "host": "localhost",
            "port": 9,
            "username": "invoices@example.com",
            "secret": Sealed("orange-harbour"),
            "from_email": "invoices@example.com",
            "allow_private": True,
        }
        made.append(Account.objects.create(**(usual | changed)))
        return made[-1]

    return make


@pytest.fixture
def make_job(make_account: Callable[..., Account], now: datetime) -> Callable[..., Job]:
    """Makes jobs, due now unless said otherwise; each with a message of its own."""

    def make(**changed: Any) -> Job:
        mime = changed.pop("mime", MIME)
        message = changed.pop("message", None) or Message.objects.create(
            subject="Hi", from_email="invoices@example.com", message_id="<1@example.com>", mime=mime, created_at=now
        )
        state = changed.get("state", Job.State.QUEUED)
        usual = {
            "message": message,
            "recipient": "maria@example.net",
            "created_at": now,
            "happened_at": now,
            "due_at": now if state == Job.State.QUEUED else None,
            "finished_at": now if state in Job.FINISHED else None,
        }
        if "account" not in changed:
            changed["account"] = make_account()
        return Job.objects.create(**(usual | changed))

    return make


@pytest.fixture
def lease(now: datetime) -> Callable[[Job], Job]:
    """Gives a job to "worker", as a claim does."""

    def give(job: Job, worker: str = "worker") -> Job:
        job.last_attempt += 1
        Job.objects.filter(pk=job.pk).update(
            state=Job.State.SENDING, claimed_by=worker, lease_until=now, due_at=None, last_attempt=job.last_attempt
        )
        return job

    return give


@pytest.fixture
def refused(lease: Callable[[Job], Job], now: datetime) -> Callable[..., Result]:
    """The result of a try that was refused with a text."""

    def make(job: Job, text: str, **changed: Any) -> Result:
        usual: dict[str, Any] = {
            "job_id": lease(job).pk,
            "worker": "worker",
            "outcome": Attempt.Outcome.REFUSED,
            "opened_at": now,
            "at": now,
            "stage": "rcpt-to",
            "text": text,
        }
        return Result(**(usual | changed))

    return make


@pytest.fixture
def until_somebody_waits() -> Callable[[], None]:
    """Returns once some other connection waits for a lock that is held here."""

    def wait() -> None:
        with connection.cursor() as cursor:
            waiting = 0
            while not waiting:
                cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
                (waiting,) = cursor.fetchone()

    return wait


@pytest.fixture(scope="session")
def running_once() -> Iterator[Sandbox]:
    """One sandbox for all tests that send."""
    with running_sandbox() as sandbox:
        yield sandbox


@pytest.fixture
def provider(running_once: Sandbox) -> Sandbox:
    """The sandbox, all forgotten and mended."""
    running_once.world.reset()
    return running_once


@pytest.fixture
def sending_account(provider: Sandbox, make_account: Callable[..., Account]) -> Account:
    """An account at the sandbox's Office 365."""
    return make_account(port=provider.ports["office365"], ca_file=str(provider.ca_file))
