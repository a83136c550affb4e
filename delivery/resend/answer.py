"""What a person hears after asking for something: done, or why not."""

from dataclasses import dataclass

from delivery.models import Job


@dataclass(frozen=True, kw_only=True)
class Done:
    """It was done; `job` is the job it was done to, or the new one."""

    job: Job | None = None
    #: Somebody had asked for the same before; this is the first one's answer.
    repeated: bool = False


@dataclass(frozen=True, kw_only=True)
class NotDone:
    """It was not done, and nothing changed. `reason` names why (a word that pages have a sentence for)."""

    reason: str
    field: str = ""


Answer = Done | NotDone
