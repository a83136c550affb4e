"""One thing the doctor looked at."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Finding:
    """What was found, and whether it is as it should be."""

    fine: bool
    sentence: str
