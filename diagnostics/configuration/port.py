"""The port: closed at this provider, published, or proved by an answer that came through it."""

from diagnostics.configuration.setting import Case, put_down
from diagnostics.diagnosis import UNRECORDED, Check
from diagnostics.providers import Provider


def check_port(case: Case) -> Check:
    """Hold the port against the provider's doors and against the answer."""
    port, provider, progress = case.used.port, case.provider, case.progress
    if port is None:
        return put_down("port", None, "not_tested", UNRECORDED)
    if provider and port in provider.closed_ports:
        proof = "port-closed-but-answered" if progress.answered else "port-closed"
        return put_down("port", port, "wrong", proof, expected=_best(provider), provider=provider.name, port=port)
    if port == 465 and case.used.security == "starttls" and case.implicit_impossible:
        return put_down("port", port, "wrong", "port-465-dotnet", expected=587)
    if progress.reached("login"):
        return put_down("port", port, "correct", "port-login-answered")
    if progress.answered:
        return put_down("port", port, "correct", "port-answered")
    return _unanswered(case, port)


def _unanswered(case: Case, port: int) -> Check:
    provider = case.provider
    published = provider is not None and not provider.generic and provider.publishes(port)
    if case.progress.ended_at == "tls" and not published:
        return put_down("port", port, "not_tested", "port-took-connection")
    if case.progress.ended_at in ("connect", "greeting"):
        if port == 25:
            return put_down("port", port, "warning", "port-25-unanswered")
        if published and provider:
            return put_down("port", port, "not_tested", "port-published-unanswered", provider=provider.name)
        if provider and not provider.generic and port != 2525:
            return put_down(
                "port", port, "wrong", "port-not-published", expected=_best(provider), provider=provider.name, port=port
            )
        return put_down("port", port, "not_tested", "port-unanswered")
    if published and provider:
        return put_down("port", port, "correct", "port-published", provider=provider.name)
    return put_down("port", port, "not_tested", "port-untried")


def _best(provider: Provider) -> int | None:
    return provider.submission[0].port if provider.submission else None
