"""Cisco IronPort packs the server's reply into a diagnostic of its own: "5.1.0 - Unknown address error 550-'…'"."""

import re

_PACKED = re.compile(
    r"(?s)^[245]\.\d\.\d{1,3} - [^\n']{3,80} ([245]\d\d)[- ]['\"](.{1,2000}?)['\"](?:\s+\(delivery attempts: \d+\))?\s*$"
)


def unpacked(diagnostic: str) -> str:
    """The reply inside, or the diagnostic as it is."""
    match = _PACKED.match(diagnostic)
    return f"{match[1]} {match[2]}" if match else diagnostic
