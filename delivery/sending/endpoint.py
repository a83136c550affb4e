"""An account as the SMTP conversation wants it."""

import logging

from delivery.models import Account
from delivery.models.sealed import UnreadableError
from delivery.smtp import Endpoint, Secret

log = logging.getLogger(__name__)


def endpoint_of(account: Account) -> Endpoint:
    """The endpoint of an account that sends; its secret stays wrapped."""
    return Endpoint(
        host=account.host,
        port=account.port or 0,
        security=account.security,  # type: ignore[arg-type]  # an account that sends has a known mode
        login_method=account.login_method,  # type: ignore[arg-type]  # the same closed list
        username=account.username,
        secret=_secret_of(account),
        ca_file=account.ca_file or None,
        allow_private=account.allow_private,
    )


def _secret_of(account: Account) -> Secret:
    """The password; none where our keys do not open it, so that the try fails as one without a password."""
    try:
        return Secret(account.secret.reveal())
    except UnreadableError as fault:
        log.error("account %s: %s (run `manage.py doctor`)", account.pk, fault)
        return Secret()
