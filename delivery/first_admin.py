"""The one-time link with which whoever installed the product makes its first admin."""

from django.contrib.auth import get_user_model
from django.core import signing
from django.urls import reverse

_SALT = "delivery.first_admin"
#: Seconds a link is good for.
GOOD_FOR = 24 * 60 * 60


def needed() -> bool:
    """True while nobody may administer the product."""
    return not get_user_model().objects.filter(is_superuser=True, is_active=True).exists()


def link() -> str:
    """The path of a fresh link; it opens the page as long as there is no admin, at most a day."""
    return reverse("first_admin", args=[signing.dumps("first-admin", salt=_SALT)])


def opens(token: str) -> bool:
    """True when the token is one of ours, is fresh, and there is still no admin."""
    try:
        signing.loads(token, salt=_SALT, max_age=GOOD_FOR)
    except signing.BadSignature:
        return False
    return needed()
