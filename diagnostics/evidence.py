"""What one failed try left behind: the server's own words, and what the reader could make out in them.

Evidence is stored and never rewritten; what we think it means is looked up again and again.
"""

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Literal

from diagnostics.vocabulary import Security, Stage

#: Longer texts are looked at from both ends only: what failed stands there, and hostile input stays quick.
EXCERPT_HEAD, EXCERPT_TAIL = 24_000, 8_000


@dataclass(frozen=True, kw_only=True)
class Reply:
    """One SMTP reply found in the text.

    `code` is 200..599 or None when the wrapper dropped it; `enhanced` is "class.subject.detail" (RFC 3463) or None;
    `text` is what the server said after its codes, lines joined by "\\n"; `start` and `end` are character offsets
    of the whole reply in `Evidence.raw`, so that a page can mark it.
    """

    code: int | None
    enhanced: str | None
    text: str
    #: "decides" is the reply the diagnosis rests on; a "consequence" follows from it; "context" is neither.
    role: Literal["decides", "consequence", "context"] = "decides"
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Evidence:
    """One failure as text and as the facts read from that text; None means the text does not say."""

    raw: str
    #: Outermost first, innermost last; exactly one decides when there is any.
    replies: tuple[Reply, ...] = ()
    #: Who printed the text: "reply", "dotnet", "python", "node", "php", "java", "go", "ruby", "postfix", "exim",
    #: "microsoft-ndr", "transcript", "dsn", ...
    dialect: str = "reply"
    #: The library's own name for the failure, such as "MustIssueStartTlsFirst" or "EAUTH".
    status_name: str | None = None
    #: The library's fixed sentence, which the server never said.
    wrapper_text: str | None = None
    stage: Stage | None = None
    host: str | None = None
    ip: str | None = None
    port: int | None = None
    security: Security | None = None
    login: str | None = None
    sender: str | None = None
    #: The domain whose rule the server says it obeyed, where it names no address.
    sender_domain: str | None = None
    #: The only machine the server's words name: where they judge a machine, the one that sent.
    sending_ip: str | None = None
    recipient: str | None = None
    #: The text says that delivery is still being tried.
    goes_on: bool = False
    #: A provider id of providers.toml.
    provider: str | None = None
    #: The machine that answered, when it names itself.
    server: str | None = None
    server_region: str | None = None
    server_time: datetime | None = None
    support_id: str | None = None

    @cached_property
    def deciding(self) -> Reply | None:
        """The reply the diagnosis rests on, or None when nobody answered."""
        return next((reply for reply in self.replies if reply.role == "decides"), None)

    @property
    def excerpt(self) -> str:
        """As much of the raw text as anybody looks at: all of it, or both ends of a very long one."""
        if len(self.raw) <= EXCERPT_HEAD + EXCERPT_TAIL:
            return self.raw
        return f"{self.raw[:EXCERPT_HEAD]}\n{self.raw[-EXCERPT_TAIL:]}"
