"""The encryption mode: does it fit the port, does the provider take it, and did the conversation get past it."""

import re

from diagnostics.configuration.setting import Case, put_down
from diagnostics.diagnosis import UNRECORDED, Check
from diagnostics.progress import handed_on
from diagnostics.vocabulary import Security

_IMPLICIT_PORTS = frozenset({465, 2465})
_STARTTLS_PORTS = frozenset({25, 587, 2525, 2587})
#: How a server asks for encryption, and the replies in which it is our connection that lacks it.
_DEMAND = re.compile(
    r"(?i)(?:must|first|requires?).{0,30}(?:TLS|SSL|encrypt)|(?:TLS|SSL|encrypt\w*).{0,40}(?:required|needed|first|must)"
)
_DEMANDED_BY = frozenset({(530, "5.7.0"), (530, None), (451, "5.7.3"), (523, None), (523, "5.7.10"), (538, "5.7.11")})


def check_security(case: Case) -> Check:
    """Hold the encryption mode against the port, the provider and the answer."""
    security = case.used.security
    if _demanded(case):
        return _missing(security)
    if security is None:
        return _not_recorded(case)
    return _mismatch(case, security) or _off(case, security) or _by_answer(case, security)


def _demanded(case: Case) -> bool:
    """Whether the server itself says that this conversation was not encrypted."""
    reply = case.evidence.deciding
    if reply is None or handed_on(case.evidence) or (reply.code, reply.enhanced) not in _DEMANDED_BY:
        return False
    return _DEMAND.search(reply.text) is not None


def _missing(security: Security | None) -> Check:
    if security in (None, "none"):
        return put_down("security", "none", "wrong", "security-demanded", expected="starttls")
    return put_down("security", security, "warning", "security-demanded-though-set")


def _not_recorded(case: Case) -> Check:
    if case.provider and case.provider.tls_before_login and case.progress.reached("login"):
        return put_down("security", "some", "correct", "security-login-means-tls", provider=case.provider.name)
    return put_down("security", None, "not_tested", UNRECORDED)


def _mismatch(case: Case, security: Security) -> Check | None:
    port = case.used.port
    late = port in _IMPLICIT_PORTS and security == "starttls"
    early = port in _STARTTLS_PORTS and security == "implicit"
    if not (late or early):
        return None
    if late and case.implicit_impossible:
        # The other port is the remedy, and this mode fits that one.
        return put_down("security", security, "warning", "security-fits-587", port=port)
    proof = "security-465-starttls" if late else "security-587-implicit"
    return put_down("security", security, "wrong", proof, expected="implicit" if late else "starttls", port=port)


def _off(case: Case, security: Security) -> Check | None:
    if security != "none":
        return None
    if case.provider and case.provider.id == "localhost":
        return put_down("security", security, "correct", "security-local")
    expected = _expected(case)
    if case.provider and case.provider.tls_before_login and case.progress.reached("login"):
        proof = "security-off-but-answered"
        return put_down("security", security, "wrong", proof, expected=expected, provider=case.provider.name)
    if case.provider and not case.provider.generic:
        return put_down("security", security, "wrong", "security-off", expected=expected, provider=case.provider.name)
    if case.used.port in _STARTTLS_PORTS | _IMPLICIT_PORTS and case.used.port != 25:
        return put_down(
            "security", security, "wrong", "security-off-submission", expected=expected, port=case.used.port
        )
    return put_down("security", security, "warning", "security-clear-text", expected=expected)


def _by_answer(case: Case, security: Security) -> Check:
    provider = case.provider
    if provider and provider.tls_before_login and case.progress.reached("login"):
        return put_down("security", security, "correct", "security-login-means-tls", provider=provider.name)
    if case.progress.answered and case.progress.passed("tls"):
        return put_down("security", security, "correct", "security-went-on")
    if case.progress.ended_at == "tls":
        return put_down("security", security, "warning", "security-failed-here")
    if provider and not provider.generic and provider.publishes(case.used.port, security):
        return put_down(
            "security", security, "correct", "security-published", provider=provider.name, port=case.used.port
        )
    return put_down("security", security, "not_tested", "security-untried")


def _expected(case: Case) -> Security:
    for door in case.provider.submission if case.provider else ():
        if door.port == case.used.port:
            return door.security
    return "implicit" if case.used.port in _IMPLICIT_PORTS else "starttls"
