"""Everything the product knows around one failure, gathered into the one value that diagnosis is handed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, cast, get_args

from delivery.models import Account
from diagnostics.evidence import Evidence
from diagnostics.facts import Facts, Try
from diagnostics.reading import read
from diagnostics.vocabulary import Security, Stage


def evidence_of(*, text: str, facts: Mapping[str, Any], stage: str = "") -> Evidence:
    """Read a stored text again. What our own conversation knew for certain wins over what the text seems to say."""
    evidence = read(text)
    known: dict[str, Any] = {
        name: facts[name]
        for name in ("host", "port", "security", "login", "sender", "recipient", "ip")
        if facts.get(name) is not None
    }
    if stage in get_args(Stage):
        known["stage"] = stage
    return replace(evidence, **known) if known else evidence


def security_of(account: Account) -> Security | None:
    """The account's TLS mode, or None where a report did not say."""
    return cast("Security", account.security) if account.security in get_args(Security) else None


def _changed_before(account: Account, failed_at: datetime | None) -> tuple[str, ...]:
    """What was changed between the last success and the failure; a change made afterwards explains nothing."""
    if failed_at is not None and account.changed_at is not None and account.changed_at > failed_at:
        return ()
    return tuple(account.changed_fields)


def facts_of(
    *,
    account: Account,
    attempt_facts: Mapping[str, Any],
    now: datetime,
    recorded_at: datetime | None = None,
    recipient: str | None = None,
    message_kind: str | None = None,
    attempts: Sequence[Try] = (),
    total_attempts: int | None = None,
    next_attempt_at: datetime | None = None,
    siblings_failing: int | None = None,
    siblings_working: int | None = None,
    similar_failures: int | None = None,
) -> Facts:
    """One `Facts` out of the account's configuration and what the try itself saw."""
    offered = attempt_facts.get("mechanisms_offered", account.mechanisms_offered)
    sends = not account.reported_only
    return Facts(
        now=now,
        sends=sends,
        recorded_at=recorded_at,
        host=account.host or None,
        port=account.port,
        security=security_of(account),
        login=account.username or None,
        sender=account.from_email or None,
        recipient=recipient,
        message_kind=message_kind,
        attempts=tuple(attempts),
        total_attempts=total_attempts,
        next_attempt_at=next_attempt_at,
        mechanisms_offered=tuple(offered) if offered is not None else None,
        login_method=account.login_method if sends else None,
        last_success_at=account.last_success_at,
        never_succeeded=(account.last_success_at is None) if sends else None,
        changed_since_success=_changed_before(account, recorded_at),
        siblings_failing=siblings_failing,
        siblings_working=siblings_working,
        similar_failures=similar_failures,
    )
