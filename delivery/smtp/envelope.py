"""One message to one recipient, as it goes on the wire."""

from dataclasses import dataclass, field


@dataclass(frozen=True, kw_only=True)
class Envelope:
    """Who sends what to whom; an empty sender is the null return path `<>`. `content` is the whole MIME message."""

    sender: str
    recipient: str
    content: bytes = field(repr=False)
