"""Loads the demo world once; loading again only points its accounts to today's sandbox."""

import json
from datetime import datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group

from delivery.demo import LOGINS, PASSWORD
from delivery.intake.report_format import parse
from delivery.intake.reports import import_reports
from delivery.models import Source
from delivery.sandbox.demo import accounts, history, today
from delivery.sandbox.demo.mail import applications
from delivery.sandbox.demo.reports import records


def load(*, now: datetime, sandbox_url: str = "") -> dict[str, int]:
    """Make logins, reported failures and, where a sandbox runs, accounts, past and today's mail; answers counts."""
    make_logins()
    new = not Source.objects.filter(slug=applications()[0]["slug"]).exists()
    for application in applications():
        Source.objects.get_or_create(slug=application["slug"], defaults={"name": application["name"]})
    counts = {}
    if new:
        reported = import_reports(parse(json.dumps(list(records(now=now)))), now=now)
        counts["reported"] = len(reported.jobs)
    if sandbox_url:
        made = accounts.make_accounts(sandbox_url)
        if new:
            counts["history"] = history.write_history(made, now=now)
        accounts.break_accounts(sandbox_url, made, new=new)
        if new:
            counts["today"] = today.hand_over(now=now)
    return counts


def make_logins() -> None:
    """One login that looks and one that acts."""
    for name, group in LOGINS.items():
        user, made = get_user_model().objects.get_or_create(username=name)
        if made:
            user.set_password(PASSWORD)
            # Who acts may also open the settings of an account.
            user.is_staff = group == "admin"
            user.save(update_fields=["password", "is_staff"])
        user.groups.set(Group.objects.filter(name=group))
