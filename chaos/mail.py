"""The mail of a trial: who sends it through which account, and which recipients are trouble."""

import random
from dataclasses import dataclass
from typing import Any

from django.db import DatabaseError, connection
from django.utils import timezone

from chaos.house import House
from delivery.intake.accept import Accepted, accept
from delivery.intake.submission import Submission
from delivery.models import Account
from delivery.models.sealed import Sealed

#: One of eight has two fifths of the mail, as in life.
SHARES = (40, 12, 12, 10, 8, 8, 6, 4)
#: What the sandbox plays for the first word of an address, and how many of a thousand get it.
TROUBLES = {"unknown": 20, "greylist": 10, "late": 10, "vanish": 3, "spam": 5}
#: These end as failed.
REFUSED = ("unknown", "spam")


@dataclass(frozen=True, kw_only=True)
class Plan:
    """One message that will be handed over; its recipient tells it from all others."""

    number: int
    account: str
    recipient: str


def make_accounts(house: House, told: dict[str, Any]) -> list[Account]:
    """Eight accounts at the sandbox, each with three connections at most."""
    accounts = []
    for number in range(len(SHARES)):
        provider = "office365" if number % 4 == 3 else "company"
        username = f"chaos{number}@example.com"
        house.ask("/accounts", provider=provider, username=username, password="copper-kettle")
        accounts.append(
            Account.objects.create(
                name=f"Chaos {number}",
                alias=f"chaos-{number}",
                host="localhost",
                port=told["ports"][provider],
                username=username,
                secret=Sealed("copper-kettle"),
                from_email=username,
                ca_file=told["ca_file"],
                allow_private=True,
                max_connections=3,
            )
        )
    house.ask("/knobs", per_minute=900_000, late_seconds=0.5, greylist_seconds=2, slow_seconds=0.05)
    return accounts


def make_plan(chance: random.Random, size: int) -> list[Plan]:
    """What is to be handed over."""
    aliases = [f"chaos-{number}" for number in range(len(SHARES))]
    words = ("", *TROUBLES)
    weights = (1000 - sum(TROUBLES.values()), *TROUBLES.values())
    return [
        Plan(
            number=number,
            account=chance.choices(aliases, SHARES)[0],
            recipient=f"{chance.choices(words, weights)[0] or 'maria'}.{number}@example.net",
        )
        for number in range(size)
    ]


def hand_over(plan: Plan) -> bool:
    """Hand one message over; False when nobody could take it, so that it must be handed over again."""
    submission = Submission(
        account=plan.account,
        to=(plan.recipient,),
        subject=f"Order {plan.number}",
        text="Thank you.\n" * 40,
        idempotency_key=f"chaos-{plan.number}",
    )
    try:
        return isinstance(accept(submission, now=timezone.now()), Accepted)
    except DatabaseError:
        connection.close()
        return False
