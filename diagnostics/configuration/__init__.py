"""The configuration of one try held against what is known: six settings, each with a state and the proof of it."""

from diagnostics.configuration.addresses import check_recipient, check_sender
from diagnostics.configuration.encryption import check_security
from diagnostics.configuration.host import check_host
from diagnostics.configuration.login import check_login
from diagnostics.configuration.port import check_port
from diagnostics.configuration.setting import Case, put_down
from diagnostics.diagnosis import UNRECORDED, Check
from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.in_force import settings_of
from diagnostics.progress import handed_on
from diagnostics.providers import Provider, provider_named, provider_of_host

__all__ = ["check"]


def check(evidence: Evidence, facts: Facts, provider: Provider | None = None) -> tuple[Check, ...]:
    """Return the state of the six settings; "correct" only where something proves it."""
    case = Case.of(evidence, facts, _whose(evidence, facts, provider or provider_named(evidence.provider)))
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
        put_down(name, value, "correct", "taken-over") if value else put_down(name, None, "not_tested", UNRECORDED)
        for name, value in values.items()
    )


def _whose(evidence: Evidence, facts: Facts, speaking: Provider | None) -> Provider | None:
    """Whose settings apply: the owner of the host name. Who only speaks in a reply may be the recipient's provider."""
    host = settings_of(evidence, facts).host
    if host is None or speaking is None or speaking.generic or speaking.serves(host):
        return speaking or provider_of_host(host)
    return provider_of_host(host)
