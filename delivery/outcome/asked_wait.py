"""The server's own number: "try again in 5 minutes", "retry after 30 seconds", "greylisted for 300 seconds"."""

import re
from datetime import timedelta

_UNIT = {"s": "seconds", "m": "minutes", "h": "hours"}
#: What is asked for is waiting; "timed out after 30 seconds" asks for nothing.
_ASKED = re.compile(
    r"\b(?:(?:try|retry|again|resend|come back|later|gr[ae]y-?list\w*|defer\w*|delay\w*|block\w*|suspend\w*|lock\w*|limit\w*)\b"
    r"[^.;\n\d]{0,40}?[ -](?:in|after|for|within):?|wait(?: at least| for)?)[ ]{1,3}(\d{1,5})[ ]{0,2}"
    r"(s(?:ec(?:ond)?s?)?|m(?:in(?:ute)?s?)?|h(?:(?:ou)?rs?)?)\b",
    re.IGNORECASE,
)
#: A server that asks for more than this is obeyed up to here.
LONGEST = timedelta(hours=12)


def asked_wait(text: str) -> timedelta | None:
    """How long the server asks to wait, or None when it names no time. Only the first 4,000 characters are read."""
    found = _ASKED.search(text[:4000])
    if not found:
        return None
    wait = timedelta(**{_UNIT[found[2][0].lower()]: int(found[1])})
    return min(wait, LONGEST) if wait else None
