"""The settings that were in force for one failure: what its text names, else what the account is configured with."""

from dataclasses import dataclass

from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.progress import handed_on
from diagnostics.vocabulary import Security


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
            recipient=evidence.recipient or facts.recipient,
        )
    return Settings(
        host=evidence.host or facts.host,
        port=evidence.port or facts.port,
        security=evidence.security or facts.security,
        login=evidence.login or facts.login,
        sender=evidence.sender or facts.sender,
        recipient=evidence.recipient or facts.recipient,
    )


def domain_of(address: str | None) -> str | None:
    """Return the domain of an address, lower case, or None."""
    if not address or "@" not in address:
        return None
    return address.rpartition("@")[2].strip().rstrip(".>").lower() or None
