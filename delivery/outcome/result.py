"""How one try ended, as the one who made it saw it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from delivery.models import Attempt


@dataclass(frozen=True, kw_only=True)
class Result:
    """The end of one try, before anybody has thought about it.

    `worker` must be the holder of the job's lease; a result whose lease was lost in the meantime is not recorded.
    `opened_at` is when the job was claimed; `at`, when the try ended: both None for a report that does not say.
    `text` is exactly what was said.
    """

    job_id: int
    worker: str
    outcome: Attempt.Outcome
    at: datetime | None
    opened_at: datetime | None = None
    stage: str = ""
    code: int | None = None
    enhanced: str = ""
    text: str = ""
    facts: Mapping[str, Any] = field(default_factory=dict)
    transcript: str = ""
    #: The failure happened elsewhere and is final there: nothing is tried again.
    reported: bool = False
