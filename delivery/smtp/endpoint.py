"""Where and how to open an SMTP session: everything the conversation must know of an account, as one value."""

from dataclasses import dataclass, field
from typing import Literal, NoReturn

from diagnostics.vocabulary import Security

LoginMethod = Literal["password", "xoauth2", "none"]


class Secret:
    """A password or token that shows itself only to who asks with `reveal()`."""

    __slots__ = ("_value",)

    def __init__(self, value: str = "") -> None:
        self._value = value

    def reveal(self) -> str:
        """The secret itself; only the login may ask."""
        return self._value

    def __bool__(self) -> bool:
        return bool(self._value)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and other._value == self._value

    def __hash__(self) -> int:
        return hash(self._value)

    def __repr__(self) -> str:
        return "Secret('********')"

    def __str__(self) -> str:
        return "********"

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not pickled")


@dataclass(frozen=True, kw_only=True)
class TimeLimits:
    """Seconds the conversation waits, for each phase and for the whole; mostly shorter than RFC 5321 §4.5.3.2 says.

    The answer to the body may take long because giving up there costs most: the message becomes uncertain.
    """

    dns: float = 10
    connect: float = 15
    greeting: float = 60
    tls: float = 30
    login: float = 60
    #: The answer to MAIL, RCPT, DATA or RSET.
    command: float = 60
    #: Each block of the message written.
    block: float = 60
    #: The answer to the final dot.
    body: float = 300
    #: From looking up the name to the finished login.
    opening: float = 120
    #: One message, from its MAIL FROM to its last block, which with its answer has `block` and `body` to itself.
    message: float = 600
    farewell: float = 3


@dataclass(frozen=True, kw_only=True)
class Endpoint:
    """One account's way to its server; `secret` is the password, or the access token where the login is XOAUTH2."""

    host: str
    port: int
    security: Security = "starttls"
    login_method: LoginMethod = "none"
    username: str = ""
    secret: Secret = field(default_factory=Secret)
    #: A PEM file of the authorities to trust instead of the system's own.
    ca_file: str | None = None
    #: False accepts any certificate: encrypted, but to whom is unknown.
    verify: bool = True
    #: Whether addresses that are not public (loopback, private, link-local …) may be contacted.
    allow_private: bool = False
    #: What we call ourselves in EHLO; None: the address literal of our end (RFC 5321 §4.1.3).
    helo_name: str | None = None
    limits: TimeLimits = field(default_factory=TimeLimits)
