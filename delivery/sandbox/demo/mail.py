"""Six kinds of business mail in two languages, drawn at random."""

import random
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from delivery.sandbox.demo.reports import CUSTOMERS

#: Which kinds leave through which account.
KINDS_OF = {
    "demo-invoices": ("invoice", "payment_reminder"),
    "demo-alerts": ("password_recovery",),
    "demo-shop": ("order_confirmation", "shipping_notice"),
    "demo-company": ("payslip", "shipping_notice"),
}
SPANISH = (0, 2, 4, 6)


@dataclass(frozen=True, kw_only=True, order=True)
class Mail:
    """One mail of the demo."""

    to: str
    kind: str
    application: str
    subject: str
    text: str
    reference: str
    number: int

    @property
    def references(self) -> dict[str, str]:
        """What the application calls it: {"invoice": "INV-4711"}."""
        return {self.reference: str(self.number)}


@cache
def _told() -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "mail.toml").read_text(encoding="utf-8"))


def applications() -> list[dict[str, str]]:
    """The three applications: slug and name."""
    applications: list[dict[str, str]] = _told()["application"]
    return applications


def mails(chance: random.Random, *, account: str) -> Iterator[Mail]:
    """Mail without end for an account of the demo."""
    kinds = [kind for kind in _told()["kind"] if kind["kind"] in KINDS_OF[account]]
    while True:
        kind = chance.choice(kinds)
        place = chance.randrange(len(CUSTOMERS))
        language = "es" if place in SPANISH else "en"
        number = chance.randint(1000, 9999)
        yield Mail(
            to=CUSTOMERS[place],
            kind=kind["kind"],
            application=kind["application"],
            subject=kind["subject"][language].format(n=number),
            text=kind["text"][language].format(n=number),
            reference=kind["reference"],
            number=number,
        )
