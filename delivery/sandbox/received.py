"""What the sandbox's mailbox keeps: one entry for each message and recipient."""

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Received:
    """One message the sandbox took for one recipient. `answered` False: it was taken, but no answer was given."""

    id: int
    at: str
    provider: str
    login: str | None
    sender: str
    recipient: str
    message_id: str
    subject: str
    from_address: str
    size: int
    sha256: str
    answered: bool
