"""The server's name: misspelt, somebody else's, published, or proved by who answered."""

import re

from diagnostics.configuration.setting import Case, put_down
from diagnostics.diagnosis import UNRECORDED, Check
from diagnostics.hostnames import meant_by
from diagnostics.progress import answered_by, handed_on
from diagnostics.providers import provider_of_host

_FOR_NOW = re.compile(r"EAI_AGAIN|temporary failure|try again|\btimed out\b|SERVFAIL", re.IGNORECASE)


def check_host(case: Case) -> Check:
    """Hold the host name against the providers' lists and against who answered."""
    host = case.used.host
    if host is None:
        return put_down("host", None, "not_tested", UNRECORDED)
    if handed_on(case.evidence) and not case.facts.host:
        return put_down("host", host, "not_tested", "host-of-recipient")
    if meant := meant_by(host):
        return put_down("host", host, "wrong", "host-misspelt", expected=meant, meant=meant)
    return _of_another(case, host) or _by_answer(case, host)


def _of_another(case: Case, host: str) -> Check | None:
    """The name belongs to one provider, and another one refused the sign-in."""
    owner, answering = provider_of_host(host), answered_by(case.evidence)
    if owner is None or owner.generic or answering is None or owner.is_kin_of(answering):
        return None
    return put_down(
        "host",
        host,
        "wrong",
        "host-other-provider",
        expected=answering.submission[0].host,
        server=case.evidence.server or answering.name,
        provider=answering.name,
        owner=owner.name,
    )


def _by_answer(case: Case, host: str) -> Check:
    known = case.provider is not None and not case.provider.generic and case.provider.serves(host)
    if case.progress.ended_at == "dns":
        lasting = not _FOR_NOW.search(case.evidence.excerpt)
        return put_down(
            "host", host, "wrong" if lasting else "warning", "host-not-found" if lasting else "host-lookup-failed"
        )
    server = case.evidence.server
    if known and server and case.provider and case.provider.speaks_in(server):
        return put_down("host", host, "correct", "host-answered", server=server, provider=case.provider.name)
    if known and case.progress.answered:
        return put_down("host", host, "correct", "host-published-answered", provider=case.provider_name)
    if known:
        return put_down("host", host, "correct", "host-published", provider=case.provider_name)
    if case.progress.signed_in and case.used.login:
        return put_down("host", host, "correct", "host-let-in")
    if case.progress.answered:
        return put_down("host", host, "not_tested", "host-some-server")
    # Encryption cannot break off where nobody took the connection.
    return put_down(
        "host", host, "not_tested", "host-took-connection" if case.progress.ended_at == "tls" else "host-unanswered"
    )
