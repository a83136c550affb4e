"""Notices between the tries: delivery is late, and whoever says so goes on trying."""

import re

_GOES_ON = re.compile(
    r"(?i)\bpostponed\b|status=deferred| defer \(-?\d{1,4}\):|warning (?:message )?only|(?:still|is) being retried|still (?:awaiting delivery|trying)|"
    r"(?:not|n.t) yet (?:been |be )?delivered|delivery attempts will continue|could not send .{0,40}for past|"
    r"will (?:be retried|keep (?:on )?(?:trying|retrying|attempting)|continue (?:to (?:try|be|retry|attempt)|trying|retrying))"
)
#: One of these stands in whatever the pattern finds. To look for them costs a tenth of it.
_SIGNS = ("postponed", "defer", "warning", "retr", "try", "still", "yet", "continu", "for past", "attempt")


def goes_on(text: str) -> bool:
    """Whether a text says that delivery is still being tried: then nobody has given up yet."""
    lowered = text.lower()
    return any(sign in lowered for sign in _SIGNS) and bool(_GOES_ON.search(text))
