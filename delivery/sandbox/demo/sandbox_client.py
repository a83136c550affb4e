"""Talks to the sandbox's control port: JSON over HTTP, loopback only."""

import json
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

TIMEOUT = 5


def ask(url: str, path: str) -> Any:
    """The answer to a GET."""
    with urlopen(f"{url}{path}", timeout=TIMEOUT) as answer:  # noqa: S310 (our own loopback address)
        return json.load(answer)


def tell(url: str, path: str, value: dict[str, Any]) -> Any:
    """The answer to a POST of `value`."""
    request = Request(  # noqa: S310 (our own loopback address)
        f"{url}{path}", data=json.dumps(value).encode(), headers={"Content-Type": "application/json"}
    )
    with urlopen(request, timeout=TIMEOUT) as answer:  # noqa: S310
        return json.load(answer)


def set_mode(url: str, username: str, mode: str) -> None:
    """Break or mend an account of the sandbox."""
    tell(url, f"/accounts/{quote(username, safe='')}/mode", {"mode": mode})
