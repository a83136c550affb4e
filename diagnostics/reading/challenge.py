"""What a server hides in base64 behind "334" during a login: a prompt, or the reason why a token was refused."""

import base64
import binascii
import re

_CHALLENGE = re.compile(r"(?<![\w.])334[ -]([A-Za-z0-9+/]{8,4000}={0,2})(?![A-Za-z0-9+/=])")


def decoded(text: str) -> str:
    """Return the readable contents of every challenge in the text, one a line; empty when there is none."""
    return "\n".join(filter(None, (_readable(match[1]) for match in _CHALLENGE.finditer(text[:32_000]))))


def _readable(encoded: str) -> str:
    try:
        said = base64.b64decode(encoded + "=" * (-len(encoded) % 4), validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    return said if said.isprintable() else ""
