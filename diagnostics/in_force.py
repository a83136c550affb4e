"""The settings that were in force for one failure: what its text names, else what the account is configured with."""

import re
from dataclasses import dataclass

from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.progress import handed_on, progress_of
from diagnostics.vocabulary import Security

_IN_BRACKETS = re.compile(r"<([^<>\s@]{1,64}@[^<>\s@]{1,255})>")
#: Subjects 1 (address) and 2 (mailbox) of RFC 3463; details 7 and 8 of subject 1 are about the sender.
_ABOUT_RECIPIENT = re.compile(r"[45]\.[12]\.\d{1,3}")
_ABOUT_SENDER = re.compile(r"[45]\.1\.[78]")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """Host, port, encryption, login and addresses of one try; None where nobody says."""

    host: str | None
    port: int | None
    security: Security | None
    login: str | None
    sender: str | None
    recipient: str | None


def settings_of(evidence: Evidence, facts: Facts) -> Settings:
    """Return the settings of the try; the failure's own text wins over the configuration.

    Where the e-mail failed further on, the text names the next server, and the configuration is what was used here.
    """
    if handed_on(evidence) and facts.host:
        return Settings(
            host=facts.host,
            port=facts.port,
            security=facts.security,
            login=facts.login,
            sender=evidence.sender or facts.sender,
            recipient=evidence.recipient or facts.recipient or _refused_recipient(evidence),
        )
    return Settings(
        host=evidence.host or facts.host,
        port=evidence.port or facts.port,
        security=evidence.security or facts.security,
        login=evidence.login or facts.login,
        sender=evidence.sender or facts.sender,
        recipient=evidence.recipient or facts.recipient or _refused_recipient(evidence),
    )


def _refused_recipient(evidence: Evidence) -> str | None:
    """The address a server puts in <…> when it refuses a recipient that nothing else names."""
    reply = evidence.deciding
    if reply is None:
        return None
    status = reply.enhanced or ""
    about_recipient = progress_of(evidence).ended_at == "rcpt-to" or _ABOUT_RECIPIENT.fullmatch(status)
    found = _IN_BRACKETS.search(reply.text) if about_recipient and not _ABOUT_SENDER.fullmatch(status) else None
    return found[1] if found else None


def domain_of(address: str | None) -> str | None:
    """Return the domain of an address, lower case, or None."""
    if not address or "@" not in address:
        return None
    return address.rpartition("@")[2].strip().rstrip(".>").lower() or None
