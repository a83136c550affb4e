"""Mail to be sent in a trial, and the moment when all of it is accepted and recorded. Needs Django on a house's servers."""

import time
from collections.abc import Sequence
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP

from django.db import connection
from django.utils import timezone

from chaos.house import House
from delivery.models import Account, Job, JobTokens, Message
from delivery.queries.search import tokens_of
from delivery.queue.alive import signs
from delivery.queue.knocking import knock

#: Shares of the mail: one account has two fifths of it.
SHARES = (40, 20, 15, 10, 10, 5)


def message_of(size: int, number: int = 0) -> bytes:
    """A finished message of about this size."""
    mail = EmailMessage(policy=SMTP)
    mail["Message-ID"], mail["From"], mail["To"] = f"<{number}@example.com>", "a@example.com", "b@example.net"
    mail["Subject"] = f"Order {number}"
    mail.set_content("Thank you for your order, it is on its way.\n" * (size // 44))
    return mail.as_bytes()


def make_accounts(port: int, many: int, *, connections: int = 3) -> list[Account]:
    """Accounts at one server, paused."""
    return [
        Account.objects.create(
            name=f"Account {number}",
            alias=f"account-{timezone.now().timestamp()}-{number}".replace(".", "-"),
            host="127.0.0.1",
            port=port,
            security=Account.Security.NONE,
            login_method=Account.Login.NONE,
            from_email="a@example.com",
            allow_private=True,
            max_connections=connections,
            state=Account.State.PAUSED,
        )
        for number in range(many)
    ]


def queue(accounts: Sequence[Account], size: int, *, bytes_each: int = 2048, shares: Sequence[int] = ()) -> None:
    """Queue so many messages, shared out between the accounts."""
    shared = shares or [1] * len(accounts)
    owners = [account for account, share in zip(accounts, shared, strict=True) for _ in range(share)]
    now = timezone.now()
    for start in range(0, size, 2000):
        numbers = range(start, min(size, start + 2000))
        messages = Message.objects.bulk_create(
            Message(
                subject=f"Order {number}",
                from_email="a@example.com",
                message_id=f"<{number}@example.com>",
                mime=message_of(bytes_each, number),
                size=bytes_each,
                created_at=now,
            )
            for number in numbers
        )
        jobs = Job.objects.bulk_create(
            _job(message, owners[number % len(owners)], number, now)
            for number, message in zip(numbers, messages, strict=True)
        )
        JobTokens.objects.bulk_create(_tokens(job, message) for job, message in zip(jobs, messages, strict=True))
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE delivery_job")
        cursor.execute("ANALYZE delivery_message")


def _job(message: Message, account: Account, number: int, now: datetime) -> Job:
    return Job(
        message=message,
        account=account,
        recipient=f"customer{number}@example.net",
        due_at=now,
        created_at=now,
        happened_at=now,
    )


def _tokens(job: Job, message: Message) -> JobTokens:
    words = tokens_of(
        recipient=job.recipient, subject=message.subject, sender=message.from_email, message_id=message.message_id
    )
    return JobTokens(job=job, tokens=words)


def start_workers(house: House, many: int) -> None:
    """Workers and a beat, ready to work."""
    for _ in range(many):
        house.start_worker()
    house.start_beat()
    while not any(sign.role == "worker" for sign in signs()):
        time.sleep(0.1)
    # The second worker, imports and connections: nothing of the start is to be measured.
    time.sleep(4)


def time_sending(accounts: Sequence[Account]) -> float:
    """Let the accounts go; answer after how many seconds everything was accepted and recorded."""
    ids = [account.pk for account in accounts]
    began = time.monotonic()
    Account.objects.filter(pk__in=ids).update(state=Account.State.ACTIVE)
    for account_id in ids:
        knock(account_id)
    while Job.objects.filter(account__in=ids, state__in=Job.UNFINISHED).exists():
        time.sleep(0.05)
    lasted = time.monotonic() - began
    ended = Job.objects.filter(account__in=ids).exclude(state=Job.State.ACCEPTED).count()
    if ended:
        raise SystemExit(f"{ended} messages were not accepted")
    return lasted
