"""An account as the SMTP conversation wants it."""

from delivery.models import Account
from delivery.smtp import Endpoint, Secret


def endpoint_of(account: Account) -> Endpoint:
    """The endpoint of an account that sends; its secret stays wrapped."""
    return Endpoint(
        host=account.host,
        port=account.port or 0,
        security=account.security,  # type: ignore[arg-type]  # an account that sends has a known mode
        login_method=account.login_method,  # type: ignore[arg-type]  # the same closed list
        username=account.username,
        secret=Secret(account.secret.reveal()),
        ca_file=account.ca_file or None,
        allow_private=account.allow_private,
    )
