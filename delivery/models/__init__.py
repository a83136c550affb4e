"""Everything that is kept: who sends, what, to whom, every try, what it grew into, and who did what."""

from delivery.models.account import Account
from delivery.models.activity import Activity
from delivery.models.attempt import Attempt
from delivery.models.epoch import Epoch
from delivery.models.incident import Incident
from delivery.models.job import Job
from delivery.models.job_tokens import JobTokens
from delivery.models.mark import Mark
from delivery.models.message import Message
from delivery.models.met_code import MetCode
from delivery.models.slot import Slot
from delivery.models.source import Source
from delivery.models.tally import Tally

__all__ = [
    "Account",
    "Activity",
    "Attempt",
    "Epoch",
    "Incident",
    "Job",
    "JobTokens",
    "Mark",
    "Message",
    "MetCode",
    "Slot",
    "Source",
    "Tally",
]
