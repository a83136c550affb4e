"""Reports of abuse (RFC 5965) and what providers send in their place: nobody failed, somebody complained."""

import re

from diagnostics.reading.addresses import address_in, addresses_in, once
from diagnostics.reading.mime import Pieces

_REPORTED = re.compile(r"(?im)^(?:Original-Rcpt-To|Removal-Recipient|X-HmXmrOriginalRecipient):[ \t]*(.+)$")
_TO = re.compile(r"(?im)^To:[ \t]*(.+)$")
_SUBJECT = re.compile(
    r"(?i)\s*(?:complaint about (?:a )?message|(?:fw|fwd): .{0,200}\babuse report\b|(?:spam|abuse|email feedback) report\b)"
)
#: Apple Mail's answer to List-Unsubscribe comes in the reader's name.
_UNSUBSCRIBES = "X-Apple-Unsubscribe"


def is_complaint(pieces: Pieces) -> bool:
    """Whether a message is such a report."""
    if pieces.feedback or pieces.headers.get(_UNSUBSCRIBES):
        return True
    return bool(pieces.original and _SUBJECT.match(str(pieces.headers.get("Subject", ""))))


def complained(pieces: Pieces) -> list[str]:
    """Whom the complaint is about: the report names the recipients, or the returned headers do."""
    if pieces.headers.get(_UNSUBSCRIBES):
        return addresses_in(str(pieces.headers.get("From", "")))[:1]
    named = [address_in(match[1]) for match in _REPORTED.finditer(pieces.feedback + "\n" + pieces.original[:50_000])]
    found = once(address for address in named if address)
    if not found and (to := _TO.search(pieces.original[:50_000])) and (address := address_in(to[1])):
        found = [address]
    return found
