"""Exchange 5.5 to 2003 and the gateways that speak like them: "did not reach the following recipient(s)"."""

import re

from diagnostics.reading.addresses import ADDRESS, address_in, tidy
from diagnostics.reading.notices.named import Named, each_once, stretches
from diagnostics.reading.said import words_about

_OPENS = re.compile(
    r"(?i)(?:did not reach|could not be delivered to|couldn't be delivered to) the following recipients?(?:\(s\))?:|"
    r"nicht (?:zugestellt|erreicht)[^\n]{0,60}empf(?:ä|ae)nger[^\n]{0,20}:|(?:destinatarios|destinataires)[^\n]{0,60}:\s*$"
)
#: "ana@example.org on Thu, 1 Jan 2004 10:00:00 +0100"; X.400 names stand between quotes or after "c=".
_RECIPIENT = re.compile(
    rf"(?im)^[ \t'\"]{{0,20}}(?:{ADDRESS}[ \t'\"]{{0,5}}(?:\([^()\n]{{1,200}}\))?[ \t]+(?:on|am|le|el|il|em|den|op)[ \t]+\w|"
    r"(c=[^\n]{5,300}dda:[^\n]{5,200}))"
)


def read(notice: str) -> tuple[Named, ...]:
    """Every recipient of the list, each with the indented lines below it."""
    opens = _OPENS.search(notice)
    if opens is None:
        return ()
    rest = notice[opens.end() :]
    found = []
    for this, stretch in stretches(rest, _RECIPIENT):
        address = tidy(this[1]) if this[1] else address_in(this[2])
        if address is not None:
            found.append(Named(address=address, stretch=stretch, words=words_about(stretch, address)))
    return each_once(found)
