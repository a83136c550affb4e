"""Today's mail of the demo: handed over at the front door, really sent by the workers."""

import random
from collections.abc import Iterator
from datetime import datetime

from delivery.intake.accept import accept
from delivery.intake.submission import Refusal, Submission
from delivery.sandbox.demo.mail import KINDS_OF, Mail, mails

#: How many messages per account; the one with 30 a minute gets fewer.
COUNTS = {"demo-invoices": 60, "demo-alerts": 20, "demo-shop": 50, "demo-company": 120}
#: First words of local parts with which the sandbox's servers do something; one in so many gets one.
FAULTY = ("unknown", "full", "restricted", "spam", "greylist", "disabled", "drop", "vanish")
ONE_IN = 6


def submissions(account: str, *, day: str) -> Iterator[Submission]:
    """Today's mail of one account, the same however often it is asked for on one day."""
    chance = random.Random(f"{account} {day}")  # noqa: S311 (the same for everyone)
    for number, mail in zip(range(COUNTS[account]), mails(chance, account=account), strict=False):
        to = f"{chance.choice(FAULTY)}.{mail.to}" if chance.randrange(ONE_IN) == 0 else mail.to
        yield _submission(account, mail, to, key=f"demo {day} {account} {number}")


def hand_over(*, now: datetime) -> int:
    """Hand today's mail over; what was handed over before is not taken twice. Answers how many were taken."""
    taken = 0
    for account in KINDS_OF:
        for submission in submissions(account, day=f"{now:%Y-%m-%d}"):
            answer = accept(submission, now=now)
            if isinstance(answer, Refusal):
                raise ValueError(str(answer))
            taken += not answer.repeated
    return taken


def _submission(account: str, mail: Mail, to: str, *, key: str) -> Submission:
    return Submission(
        account=account,
        source=mail.application,
        to=(to,),
        subject=mail.subject,
        text=mail.text,
        kind=mail.kind,
        references=mail.references,
        idempotency_key=key,
    )
