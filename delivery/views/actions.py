"""What a person may do to an e-mail or an account now; what they may not, with the reason."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from delivery.models import Account, Job
from delivery.queries.account import AccountPage
from delivery.resend.actions import refusal_to_retry
from delivery.resend.one import refusal_to_resend
from delivery.views.answers import sentence

Person = AbstractBaseUser | AnonymousUser


@dataclass(frozen=True, kw_only=True)
class Action:
    """One thing to do. With `why` it cannot be done now; `asks` first shows a page that asks back."""

    label: str
    icon: str
    url: str
    why: str = ""
    asks: bool = False
    main: bool = False


def job_actions(job: Job, *, user: Person) -> list[Action]:
    """The actions that make sense for a job in its state."""
    return list(_job_actions(job, user))


def _job_actions(job: Job, user: Person) -> Iterator[Action]:
    may_control, may_resend = user.has_perm("delivery.control_job"), user.has_perm("delivery.resend_job")  # type: ignore[union-attr]
    only_admins = _("Only admins may do this. Ask one of them.")
    if job.state == Job.State.QUEUED:
        yield Action(
            label=_("Try now"),
            icon="player-play",
            url=reverse("control_job", args=[job.pk, "retry"]),
            why=_stopped(job) if may_control else only_admins,
            main=True,
        )
    if job.state == Job.State.HELD:
        paused = sentence("account-paused") if job.account.state == Account.State.PAUSED else ""
        yield Action(
            label=_("Let it go now"),
            icon="lock-open",
            url=reverse("control_job", args=[job.pk, "release"]),
            why=paused if may_control else only_admins,
            main=True,
        )
    refused = refusal_to_resend(job)
    finished = job.state in Job.FINISHED
    if finished:
        yield Action(
            label=_("Send again…"),
            icon="repeat",
            url=reverse("resend", args=[job.pk]),
            why=(sentence(refused.reason) if refused else "") if may_resend else only_admins,
            asks=True,
            main=True,
        )
    if job.state in (Job.State.QUEUED, Job.State.HELD):
        yield Action(
            label=_("Cancel…"),
            icon="ban",
            url=reverse("control_job", args=[job.pk, "cancel"]),
            why="" if may_control else only_admins,
            asks=True,
        )


def _stopped(job: Job) -> str:
    refused = refusal_to_retry(job.account)
    return sentence(refused.reason) if refused else ""


def account_actions(page: AccountPage, *, user: Person) -> list[Action]:
    """The actions that make sense for an account in its state."""
    account = page.account
    if account.reported_only:
        return []
    may = user.has_perm("delivery.control_account")  # type: ignore[union-attr]
    why = "" if may else _("Only admins may do this. Ask one of them.")
    pause = Action(
        label=_("Pause…"),
        icon="player-pause",
        url=reverse("control_account", args=[account.pk, "pause"]),
        why=why,
        asks=True,
    )
    if account.state == Account.State.PAUSED:
        url = reverse("control_account", args=[account.pk, "resume"])
        return [Action(label=_("Resume sending"), icon="player-play", url=url, why=why, main=True)]
    if account.state == Account.State.HELD:
        held = page.waiting.held
        label = ngettext("Release %(count)d e-mail", "Release %(count)d e-mails", held) % {"count": held}
        url = reverse("control_account", args=[account.pk, "release"])
        return [Action(label=label, icon="lock-open", url=url, why=why, main=True), pause]
    return [pause]
