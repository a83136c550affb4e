"""What the sandbox keeps of a message it took: its identity, not its text."""

import datetime as dt
import email
import email.policy
from dataclasses import dataclass
from email.utils import parseaddr
from hashlib import sha256

from delivery.sandbox.received import Received

_LONGEST = 998


@dataclass(frozen=True, kw_only=True)
class Message:
    """The headers that tell one message from another, and a digest of its bytes as received."""

    message_id: str
    subject: str
    from_address: str
    size: int
    sha256: str

    def received(
        self, *, number: int, provider: str, login: str | None, sender: str, recipient: str, answered: bool
    ) -> Received:
        """The mailbox entry of this message for one recipient, taken now."""
        return Received(
            id=number,
            at=dt.datetime.now(dt.UTC).isoformat(),
            provider=provider,
            login=login,
            sender=sender,
            recipient=recipient,
            message_id=self.message_id,
            subject=self.subject,
            from_address=self.from_address,
            size=self.size,
            sha256=self.sha256,
            answered=answered,
        )


def read_message(content: bytes) -> Message:
    """Read the headers of a message as it came over the wire."""
    head = content.partition(b"\r\n\r\n")[0]
    headers = email.message_from_bytes(head, policy=email.policy.default)
    return Message(
        message_id=_one_line(headers["Message-ID"]),
        subject=_one_line(headers["Subject"]),
        from_address=parseaddr(_one_line(headers["From"]))[1],
        size=len(content),
        sha256=sha256(content).hexdigest(),
    )


def _one_line(header: object) -> str:
    return " ".join(str(header or "").split())[:_LONGEST]
