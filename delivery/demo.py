"""The demo's strings: breaks and mends the accounts of a sandbox through its control port (JSON over HTTP, loopback)."""

import json
from typing import Any
from urllib.error import URLError
from urllib.parse import quote, urlsplit
from urllib.request import Request, urlopen

from django.conf import settings

from delivery.models import Account

#: The demo's logins: name → group. One password for both; the demo listens on this machine only.
LOGINS = {"demo-admin": "admin", "demo-support": "support"}
PASSWORD = "postmortem-demo"

TIMEOUT = 5
WORKING = "working"


def ask(url: str, path: str) -> Any:
    """The sandbox's answer to a GET."""
    with urlopen(f"{url}{path}", timeout=TIMEOUT) as answer:  # noqa: S310 (our own loopback address)
        return json.load(answer)


def tell(url: str, path: str, value: dict[str, Any]) -> Any:
    """The sandbox's answer to a POST of `value`."""
    request = Request(  # noqa: S310 (our own loopback address)
        f"{url}{path}", data=json.dumps(value).encode(), headers={"Content-Type": "application/json"}
    )
    with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
        return json.load(answer)


def set_mode(url: str, username: str, mode: str) -> None:
    """Break or mend an account of the sandbox."""
    tell(url, f"/accounts/{quote(username, safe='')}/mode", {"mode": mode})


def is_on_sandbox(account: Account) -> bool:
    """Whether a "Fix it" button makes sense: a demo, with a sandbox, and an account that sends through it."""
    return bool(settings.DEMO and settings.SANDBOX_URL) and not account.reported_only and account.host == "localhost"


def mend(account: Account) -> bool:
    """Let the sandbox mend what is wrong with the account; False when it does not answer or there is none."""
    if not is_on_sandbox(account) or urlsplit(settings.SANDBOX_URL).hostname not in {"127.0.0.1", "localhost"}:
        return False
    try:
        set_mode(settings.SANDBOX_URL, account.username, WORKING)
    except (URLError, OSError, ValueError):
        return False
    return True
