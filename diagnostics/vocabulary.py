"""The closed lists every explanation is written in; each word means one thing everywhere in the product."""

from typing import Literal, get_args

Category = Literal[
    "authentication",
    "sender-permission",
    "relay-denied",
    "tls",
    "connection",
    "recipient-unknown",
    "recipient-domain",
    "recipient-disabled",
    "mailbox-full",
    "recipient-restricted",
    "reputation",
    "sender-auth-policy",
    "content",
    "message-size",
    "message-format",
    "rate-limit",
    "greylisted",
    "server-temporary",
    "server-permanent",
    "expired",
    "feedback",
    "unknown",
]
#: Whether trying again, unchanged, can help.
Permanence = Literal["permanent", "transient", "unknown"]
#: Who can fix it.
Party = Literal["account-admin", "support", "developer", "recipient", "recipient-admin", "provider", "wait"]
#: What the product should do with the job, argued per explanation, never taken from the first digit of a reply.
Advice = Literal["retry-soon", "retry-slowly", "hold-account", "give-up", "ask-person"]
#: What fails together: failures of one explanation within one scope form one incident.
Scope = Literal["account", "recipient-domain"]
Confidence = Literal["high", "medium", "low"]
CheckState = Literal["correct", "wrong", "warning", "not_tested"]
#: How far the conversation had come, in order (RFC 5321 §3).
Stage = Literal["dns", "connect", "greeting", "tls", "login", "mail-from", "rcpt-to", "data", "body"]
#: starttls: plain connect, then STARTTLS (RFC 3207); implicit: TLS from the first byte (RFC 8314); none: clear text.
Security = Literal["starttls", "implicit", "none"]
Language = Literal["en", "es"]

CATEGORIES: tuple[Category, ...] = get_args(Category)
PERMANENCES: tuple[Permanence, ...] = get_args(Permanence)
PARTIES: tuple[Party, ...] = get_args(Party)
ADVICES: tuple[Advice, ...] = get_args(Advice)
SCOPES: tuple[Scope, ...] = get_args(Scope)
CONFIDENCES: tuple[Confidence, ...] = get_args(Confidence)
CHECK_STATES: tuple[CheckState, ...] = get_args(CheckState)
STAGES: tuple[Stage, ...] = get_args(Stage)
SECURITIES: tuple[Security, ...] = get_args(Security)
LANGUAGES: tuple[Language, ...] = get_args(Language)

#: Entry codes that others rely on; each must stay in the catalogue for ever.
FIXED_CODES = frozenset(
    {
        "smtp-auth-disabled-tenant",
        "smtp-auth-disabled-mailbox",
        "basic-auth-disabled",
        "criteria-not-met",
        "bad-credentials",
        "app-password-required",
        "account-locked",
        "not-authenticated",
        "web-login-required",
        "starttls-required",
        "too-many-logins",
        "auth-mechanism-unsupported",
        "send-as-denied",
        "oauth-token-rejected",
    }
)
