"""Who may do what: support looks, admin acts. The two groups are made true after every migrate."""

from typing import Any

#: What everyone who supports customers may see.
LOOK = (
    "view_job",
    "view_attempt",
    "view_message",
    "view_account",
    "view_incident",
    "view_tally",
    "view_activity",
    "view_source",
)
#: What only admins may do.
ACT = ("resend_job", "control_job", "control_account", "add_account", "change_account")

GROUPS = {"support": LOOK, "admin": (*LOOK, *ACT)}


def make_groups(**_kwargs: Any) -> None:
    """Make both groups and give each exactly its permissions."""
    from django.contrib.auth.models import Group, Permission  # noqa: PLC0415 (models are not loaded yet at import)

    for name, codenames in GROUPS.items():
        group, _made = Group.objects.get_or_create(name=name)
        group.permissions.set(Permission.objects.filter(content_type__app_label="delivery", codename__in=codenames))
