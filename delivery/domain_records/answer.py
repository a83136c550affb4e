"""What was asked of DNS and what came back, as plain values."""

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

#: "failed": nobody answered in time, or the servers of the domain are out of order; it says nothing about the record.
State = Literal["found", "none", "failed"]
#: What is worth a sentence beside the record itself.
Remark = Literal[
    "",
    "mx-none",
    "mx-null",
    "spf-none",
    "spf-several",
    "spf-open",
    "dmarc-none",
    "dmarc-several",
    "dmarc-watches",
    "dmarc-quarantines",
    "dmarc-rejects",
]


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer to one question: whose name was asked, and the records word for word."""

    name: str
    state: State
    records: tuple[str, ...] = ()
    remark: Remark = ""


@dataclass(frozen=True, kw_only=True)
class DomainRecords:
    """MX, SPF and DMARC of one domain as they stood at a moment."""

    domain: str
    at: datetime
    mx: Answer
    spf: Answer
    dmarc: Answer
