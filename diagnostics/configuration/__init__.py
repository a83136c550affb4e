"""The configuration of one try held against what is known: six settings, each with a state and the proof of it."""

from diagnostics.configuration.addresses import check_recipient, check_sender
from diagnostics.configuration.encryption import check_security
from diagnostics.configuration.host import check_host
from diagnostics.configuration.login import check_login
from diagnostics.configuration.port import check_port
from diagnostics.configuration.setting import Case, put_down
from diagnostics.diagnosis import Check
from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.progress import handed_on
from diagnostics.providers import Provider, provider_named, provider_of_host

__all__ = ["check"]


def check(evidence: Evidence, facts: Facts, provider: Provider | None = None) -> tuple[Check, ...]:
    """Return the state of the six settings; "correct" only where something proves it."""
    case = Case.of(evidence, facts, provider or _provider(evidence, facts))
    if handed_on(evidence) and facts.host:
        return (*_taken_over(case), check_recipient(case))
    return (
        check_host(case),
        check_port(case),
        check_security(case),
        check_login(case),
        check_sender(case),
        check_recipient(case),
    )


def _taken_over(case: Case) -> tuple[Check, ...]:
    """Our server took the e-mail, so everything up to there worked; what failed, failed further on."""
    used = case.used
    values = {
        "host": used.host,
        "port": used.port,
        "security": used.security,
        "login": used.login,
        "sender": used.sender,
    }
    return tuple(
        put_down(name, value, "correct", "taken-over") if value else put_down(name, None, "not_tested", "not-in-record")
        for name, value in values.items()
    )


def _provider(evidence: Evidence, facts: Facts) -> Provider | None:
    return provider_named(evidence.provider) or provider_of_host(evidence.host or facts.host)
