"""How far the conversation came: what it passed is proved to work, what it never reached is proved nothing about."""

import re
from dataclasses import dataclass

from diagnostics.evidence import Evidence
from diagnostics.providers import Provider, provider_of_reply
from diagnostics.vocabulary import STAGES, Stage

_LOGIN_CODES = frozenset({534, 535, 538})
_LOGIN_STATUSES = frozenset({"5.7.8", "5.7.9", "5.7.139", "5.7.14"})
#: Replies that a server gives only to who is signed in.
_SIGNED_IN = re.compile(
    r"5\.7\.60|5\.2\.25[12]|SendAsDenied|not (?:have )?permission.{0,20}send as|sender address rejected: not owned",
    re.IGNORECASE,
)
_NOBODY_SIGNED_IN = re.compile(
    r"not authenticated|authentication (?:is )?required|must (?:be )?authenticat|relay", re.IGNORECASE
)

#: What libraries for encryption print when the handshake does not come to its end.
_ENCRYPTION_BROKE = re.compile(
    r"certificate[ _]verify[ _]failed|certificate has expired|\[SSL: \w+\]|SSL routines|SSLHandshakeException"
    r"|remote certificate is invalid|x509: certificate|ERR_TLS_\w+|(?:self|SELF)[- _]signed[ _]cert",
    re.IGNORECASE,
)

#: Printers of a server that hands mail on: what they name is the next server, not the one our settings name.
_HANDS_ON = frozenset({"postfix", "exim", "sendmail", "qmail", "dsn", "microsoft-ndr"})


@dataclass(frozen=True, kw_only=True)
class Progress:
    """`ended_at` is the stage that failed (None: not known); `answered`: the server itself said something."""

    ended_at: Stage | None
    answered: bool
    signed_in: bool

    def passed(self, stage: Stage) -> bool:
        """Whether the conversation got past this stage."""
        return self.ended_at is not None and STAGES.index(self.ended_at) > STAGES.index(stage)

    def reached(self, stage: Stage) -> bool:
        """Whether the server answered at this stage or a later one."""
        if self.answered and self.signed_in and STAGES.index(stage) <= STAGES.index("login"):
            return True
        return self.answered and self.ended_at is not None and STAGES.index(self.ended_at) >= STAGES.index(stage)


def progress_of(evidence: Evidence) -> Progress:
    """Read the progress from the deciding reply, else from the stage the sender named."""
    ended_at = _login_stage(evidence) or evidence.stage or _tls_stage(evidence)
    answered = bool(evidence.replies)
    signed_in = bool(_SIGNED_IN.search(evidence.excerpt)) and ended_at != "login"
    if not signed_in and ended_at in ("rcpt-to", "data", "body") and answered and not handed_on(evidence):
        # A server that wants a login takes no recipient before it.
        signed_in = not _NOBODY_SIGNED_IN.search(evidence.excerpt)
    return Progress(ended_at=ended_at, answered=answered, signed_in=signed_in)


def handed_on(evidence: Evidence) -> bool:
    """Whether a server had taken the e-mail over and it failed further on, at a server nobody configured."""
    return evidence.dialect in _HANDS_ON and _login_stage(evidence) is None


def _login_stage(evidence: Evidence) -> Stage | None:
    """A refused sign-in ends the matter there, however far the program went on afterwards."""
    reply = evidence.deciding
    if reply is None:
        return None
    return "login" if reply.code in _LOGIN_CODES or reply.enhanced in _LOGIN_STATUSES else None


def _tls_stage(evidence: Evidence) -> Stage | None:
    """A fault of certificate or encryption that no server put into words happened while encryption began."""
    return "tls" if not evidence.replies and _ENCRYPTION_BROKE.search(evidence.excerpt) else None


def answered_by(evidence: Evidence) -> Provider | None:
    """Return who refused a sign-in, where they can be told: later replies may be quoted from servers further on."""
    reply = evidence.deciding
    if reply is None or progress_of(evidence).ended_at != "login":
        return None
    return provider_of_reply(f"{evidence.server or ''}\n{reply.text}")
