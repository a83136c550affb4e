"""The sentences a person reads after asking for something: it was done, or why it was not."""

from collections.abc import Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

_SENTENCES: Mapping[str, str | Promise] = {
    "content-not-here": _(
        "This failure was only reported: the message itself is not here. Send it again from the application that made it."
    ),
    "account-reported-only": _("Its account is known from reports only; nothing can be sent through it from here."),
    "not-finished": _("It has not come to an end yet: try it now, let it go or cancel it instead."),
    "not-an-address": _("This is not an e-mail address. It must look like name@example.com."),
    "may-arrive-twice": _("It may have arrived already. Tick the box to send it even so."),
    "try-again": _("Somebody else did something to it at the same moment. Look at it again."),
    "not-waiting": _("It is not waiting any more, so there was nothing to do."),
    "not-held": _("It is not on hold any more, so there was nothing to do."),
    "account-paused": _("Its account is paused. Resume the account first."),
    "account-held": _("Its account is on hold. Release the mail of the account first."),
    "already-paused": _("The account is paused already."),
    "not-paused": _("The account is not paused any more."),
    "not-found": _("It does not exist any more."),
}


def sentence(reason: str) -> str:
    """The sentence for the reason of a refusal; a word without one is shown as it is."""
    return str(_SENTENCES.get(reason, reason))
