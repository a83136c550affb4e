"""The AUTH exchanges of RFC 4954 and XOAUTH2, from the server's side."""

import base64
import binascii
from collections.abc import Awaitable, Callable


async def read_credentials(mechanism: str, initial: str, ask: Callable[[str], Awaitable[str]]) -> tuple[str, str]:
    """The user name and the password or token the client sent; nonsense is read as empty."""
    if mechanism == "LOGIN":
        username = _decoded(initial or await ask("334 VXNlcm5hbWU6"))
        return username, _decoded(await ask("334 UGFzc3dvcmQ6"))
    response = _decoded(initial or await ask("334 "))
    if mechanism == "PLAIN":
        _, username, secret = [*response.split("\0"), "", "", ""][:3]
        return username, secret
    parts = {name: value for name, _, value in (part.partition("=") for part in response.split("\x01"))}
    return parts.get("user", ""), parts.get("auth", "").removeprefix("Bearer ")


def _decoded(word: str) -> str:
    try:
        return base64.b64decode(word, validate=True).decode(errors="replace")
    except (binascii.Error, ValueError):
        return ""
