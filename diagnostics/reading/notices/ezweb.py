"""au (EZweb): every refusal quotes "550 user unknown"; the English sentence above it tells which one it was."""

import re

_REASON = re.compile(r"(?im)^The user\(s\) account is [^\n]{3,80}$")


def reason(notice: str) -> str:
    """The sentence about the account, or nothing."""
    match = _REASON.search(notice)
    return match[0].strip() if match else ""
