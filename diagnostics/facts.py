"""Everything the product knows around a failure beside its text. Diagnosis asks nobody: it is handed one `Facts`."""

from dataclasses import dataclass
from datetime import datetime

from diagnostics.vocabulary import Security


@dataclass(frozen=True, kw_only=True)
class Try:
    """One attempt of the same job. `recorded` False: it is known that it happened, not when nor what was said."""

    number: int
    at: datetime | None = None
    text: str | None = None
    recorded: bool = True


@dataclass(frozen=True, kw_only=True)
class Facts:
    """Facts the product can vouch for; None or an empty tuple means nobody checked, never "no".

    Times are aware datetimes; `now` is when the question is asked. `host` … `sender` are the account's configuration;
    where a failure's own text names other values, those of the text are what was used.
    """

    now: datetime | None = None
    #: Whether the product itself sends for the account, and so keeps its mail and can send it again; None: no account
    #: is known, as with a pasted text. Nobody promises anything in the product's name unless it is True.
    sends: bool | None = None
    recorded_at: datetime | None = None
    host: str | None = None
    port: int | None = None
    security: Security | None = None
    login: str | None = None
    sender: str | None = None
    recipient: str | None = None
    #: What kind of mail it was, in the source's own words ("password_recovery").
    message_kind: str | None = None
    attempts: tuple[Try, ...] = ()
    #: How many tries were made in all, also those of which nothing is recorded.
    total_attempts: int | None = None
    next_attempt_at: datetime | None = None
    #: AUTH mechanisms the server offered after EHLO, upper case; None: not seen.
    mechanisms_offered: tuple[str, ...] | None = None
    #: "password" or "xoauth2"; None: not known.
    login_method: str | None = None
    #: The account's last accepted message; `never_succeeded` only where the product itself sends for the account.
    last_success_at: datetime | None = None
    never_succeeded: bool | None = None
    #: What was changed in the account since that success, as field names.
    changed_since_success: tuple[str, ...] = ()
    #: Other accounts at the same host or tenant which failed / which succeeded within the last day.
    siblings_failing: int | None = None
    siblings_working: int | None = None
    #: Failures with the same explanation and scope in the last day, this one included.
    similar_failures: int | None = None
