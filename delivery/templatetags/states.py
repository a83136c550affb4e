"""The state of an e-mail as a chip: icon, word and colour, the same on every page."""

from dataclasses import dataclass

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from delivery.models import Account, Job
from delivery.models.job import JobState

register = template.Library()


@dataclass(frozen=True, kw_only=True)
class Chip:
    """How a state looks. `tone` is a colour of static/css/base.css."""

    word: str | Promise
    icon: str
    tone: str


CHIPS = {
    JobState.QUEUED: Chip(word=JobState.QUEUED.label, icon="clock", tone="blue"),
    JobState.SENDING: Chip(word=JobState.SENDING.label, icon="send", tone="blue"),
    JobState.ACCEPTED: Chip(word=JobState.ACCEPTED.label, icon="circle-check", tone="green"),
    JobState.HELD: Chip(word=JobState.HELD.label, icon="player-pause", tone="amber"),
    JobState.FAILED: Chip(word=JobState.FAILED.label, icon="circle-x", tone="red"),
    JobState.UNCERTAIN: Chip(word=JobState.UNCERTAIN.label, icon="help-circle", tone="violet"),
    JobState.CANCELLED: Chip(word=JobState.CANCELLED.label, icon="ban", tone="grey"),
    JobState.EXPIRED: Chip(word=JobState.EXPIRED.label, icon="hourglass", tone="red"),
}
#: A job that waits because a try failed is told from one that waits for its first.
RETRYING = Chip(word=_("Will be retried"), icon="refresh", tone="blue")

ACCOUNT_CHIPS = {
    Account.State.ACTIVE: Chip(word=Account.State.ACTIVE.label, icon="circle-check", tone="green"),
    Account.State.PAUSED: Chip(word=Account.State.PAUSED.label, icon="player-pause", tone="grey"),
    Account.State.HELD: Chip(word=pgettext_lazy("account", "On hold"), icon="hand-stop", tone="amber"),
}
REPORTED_ONLY = Chip(word=_("Reported only"), icon="report", tone="grey")


@register.inclusion_tag("shared/_chip.html")
def state_chip(job: Job) -> dict[str, Chip]:
    """The chip of a job."""
    if job.state == JobState.QUEUED and job.explanation:
        return {"chip": RETRYING}
    return {"chip": CHIPS[JobState(job.state)]}


@register.inclusion_tag("shared/_chip.html")
def account_chip(account: Account) -> dict[str, Chip]:
    """The chip of an account."""
    return {"chip": REPORTED_ONLY if account.reported_only else ACCOUNT_CHIPS[Account.State(account.state)]}
