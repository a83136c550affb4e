"""The closed list of circumstances that speak for or against a cause, each computed from evidence and facts alone.

A circumstance holds only when somebody knows that it holds: what nobody checked speaks for nothing.
Catalogue entries name them in `supports` and `weakens`; every name has a sentence in words/<language>.toml.
"""

import re
from collections.abc import Callable
from datetime import timedelta

from diagnostics.evidence import Evidence
from diagnostics.facts import Facts
from diagnostics.hostnames import meant_by
from diagnostics.in_force import Settings, domain_of, settings_of
from diagnostics.progress import answered_by
from diagnostics.providers import provider_of_host

_PASSWORD_MECHANISMS = frozenset({"PLAIN", "LOGIN", "CRAM-MD5", "DIGEST-MD5", "NTLM", "SCRAM-SHA-1", "SCRAM-SHA-256"})
_OAUTH_MECHANISMS = frozenset({"XOAUTH2", "OAUTHBEARER"})
#: From so many equal failures in a day on, it is not about one message.
MANY = 5
_BRACKET = re.compile(r"\[[^\]]*\]")
_CODE = re.compile(r"[245]\d\d|[245]\.\d{1,3}\.\d{1,3}")

Test = Callable[[Evidence, Facts, Settings], bool]


def _worked_before(_evidence: Evidence, facts: Facts, _used: Settings) -> bool:
    failed_at = facts.recorded_at or facts.now
    return facts.last_success_at is not None and (failed_at is None or facts.last_success_at <= failed_at)


def _worked_today(evidence: Evidence, facts: Facts, used: Settings) -> bool:
    failed_at = facts.recorded_at or facts.now
    if not _worked_before(evidence, facts, used) or facts.last_success_at is None or failed_at is None:
        return False
    return failed_at - facts.last_success_at <= timedelta(days=1)


def _worked_since(_evidence: Evidence, facts: Facts, _used: Settings) -> bool:
    return bool(facts.last_success_at and facts.recorded_at and facts.last_success_at > facts.recorded_at)


def _said(facts: Facts) -> list[str]:
    """Return what was said to each try, without the times and session numbers in which equal replies differ."""
    return [_lasting(each.text) for each in facts.attempts if each.recorded and each.text]


def _lasting(text: str) -> str:
    words = _BRACKET.sub("", text).split()
    return " ".join(word for word in words if _CODE.fullmatch(word) or not any(c.isdigit() for c in word))


def _from_differs(_evidence: Evidence, _facts: Facts, used: Settings) -> bool:
    return bool(used.login and used.sender and "@" in used.login and used.login.lower() != used.sender.lower())


def _from_domain_differs(_evidence: Evidence, _facts: Facts, used: Settings) -> bool:
    own, shown = domain_of(used.login), domain_of(used.sender)
    return bool(own and shown and own != shown)


def _internal_recipient(_evidence: Evidence, _facts: Facts, used: Settings) -> bool:
    own = domain_of(used.sender)
    return own is not None and own == domain_of(used.recipient)


def _wrong_tls_mode(_evidence: Evidence, _facts: Facts, used: Settings) -> bool:
    late = used.port in (465, 2465) and used.security == "starttls"
    early = used.port in (25, 587, 2525, 2587) and used.security == "implicit"
    return late or early


def _security_disabled(_evidence: Evidence, _facts: Facts, used: Settings) -> bool:
    provider = provider_of_host(used.host)
    return used.security == "none" and not (provider and provider.id == "localhost")


def _other_providers_host(evidence: Evidence, _facts: Facts, used: Settings) -> bool:
    owner, answering = provider_of_host(used.host), answered_by(evidence)
    return bool(owner and not owner.generic and answering and not owner.is_kin_of(answering))


def _offers(facts: Facts, mechanisms: frozenset[str]) -> bool:
    return bool(mechanisms.intersection(facts.mechanisms_offered or ()))


_TESTS: dict[str, Test] = {
    # The account's history
    "worked-before": _worked_before,
    "worked-today": _worked_today,
    "worked-since": _worked_since,
    "never-worked": lambda _e, facts, _u: facts.never_succeeded is True and facts.last_success_at is None,
    "changed-since-success": lambda _e, facts, _u: bool(facts.last_success_at and facts.changed_since_success),
    # What happens beside it
    "siblings-working": lambda _e, facts, _u: bool(facts.siblings_working),
    "siblings-failing": lambda _e, facts, _u: bool(facts.siblings_failing),
    "only-this-fails": lambda _e, facts, _u: facts.similar_failures == 1,
    "many-fail-now": lambda _e, facts, _u: (facts.similar_failures or 0) >= MANY,
    # The tries of this e-mail
    "attempts-identical": lambda _e, facts, _u: len(_said(facts)) > 1 and len(set(_said(facts))) == 1,
    "attempts-changing": lambda _e, facts, _u: len(set(_said(facts))) > 1,
    # The way of signing in
    "password-login-not-offered": lambda _e, facts, _u: (
        facts.mechanisms_offered is not None and not _offers(facts, _PASSWORD_MECHANISMS)
    ),
    "password-login-offered": lambda _e, facts, _u: _offers(facts, _PASSWORD_MECHANISMS),
    "oauth-offered": lambda _e, facts, _u: _offers(facts, _OAUTH_MECHANISMS),
    "signs-in-with-password": lambda _e, facts, _u: facts.login_method == "password",
    "signs-in-with-oauth": lambda _e, facts, _u: facts.login_method == "xoauth2",
    "login-not-an-address": lambda _e, _f, used: bool(used.login and "@" not in used.login),
    # The settings
    "from-differs-from-login": _from_differs,
    "from-domain-differs-from-login": _from_domain_differs,
    "internal-recipient": _internal_recipient,
    "security-disabled": _security_disabled,
    "wrong-tls-mode": _wrong_tls_mode,
    "host-misspelt": lambda _e, _f, used: meant_by(used.host) is not None,
    "other-providers-host": _other_providers_host,
    "port-25": lambda _e, _f, used: used.port == 25,
}

#: Every name that an entry may use.
CIRCUMSTANCES: tuple[str, ...] = tuple(_TESTS)


def circumstances(evidence: Evidence, facts: Facts) -> frozenset[str]:
    """Return the names of all circumstances that are known to hold."""
    used = settings_of(evidence, facts)
    return frozenset(name for name, holds in _TESTS.items() if holds(evidence, facts, used))
