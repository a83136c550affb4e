"""The login: its form, and whether a server ever let it in."""

import re

from diagnostics.configuration.setting import Case, put_down
from diagnostics.diagnosis import Check

#: Only words that blame user name or password; a bare "authentication failed" can mean anything.
_BLAMES_CREDENTIALS = re.compile(
    r"credentials (?:were|are) (?:incorrect|invalid)|username and password not accepted|BadCredentials"
    r"|(?:incorrect|invalid|wrong|bad) (?:user ?name|login|credentials|password|authentication data)"
    r"|authentication credentials invalid|password (?:is )?incorrect",
    re.IGNORECASE,
)


def check_login(case: Case) -> Check:
    """Hold the login against the form the provider wants and against the server's answer."""
    login, progress = case.used.login, case.progress
    if login is None:
        refused = progress.ended_at == "login"
        return put_down("login", None, "not_tested", "login-not-recorded-refused" if refused else "login-not-recorded")
    if wrong := _form(case, login):
        return wrong
    if progress.signed_in:
        return put_down("login", login, "correct", "login-accepted")
    if progress.ended_at == "login" and progress.answered:
        if _BLAMES_CREDENTIALS.search(case.evidence.excerpt):
            return put_down("login", login, "wrong", "login-credentials-refused")
        return put_down("login", login, "not_tested", "login-refused-for-other-reason")
    if progress.ended_at is not None and not progress.passed("login"):
        return put_down("login", login, "not_tested", "login-not-reached", stage=progress.ended_at)
    return put_down("login", login, "not_tested", "login-nothing-shows")


def _form(case: Case, login: str) -> Check | None:
    provider = case.provider
    if provider is None or provider.generic:
        return None
    if provider.login == "address" and "@" not in login:
        return put_down("login", login, "wrong", "login-not-an-address", provider=provider.name)
    if provider.login == "access-key" and not login.startswith(("AKIA", "ASIA")):
        return put_down("login", login, "wrong", "login-not-an-access-key", provider=provider.name)
    kind, _, word = provider.login.partition(":")
    if kind == "fixed" and login != word:
        return put_down("login", login, "wrong", "login-fixed-word", expected=word, provider=provider.name, word=word)
    return None
