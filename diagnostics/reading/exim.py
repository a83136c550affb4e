"""Exim: log lines ("**", "==") and the sentences of its bounces."""

import re

from diagnostics.reading.wrapping import Wrapping, port_of, stage_of

MARKS = (
    r"SMTP error from remote (?:mail server|mailer) after|SMTP error from remote mail server|\bT=remote_smtp\b|\bR=\S+ T=\S+",
    r"retry time(?:out| not reached)|all hosts for '[^']{1,255}' have been failing",
)
_STAGE = re.compile(
    r"(?i)SMTP error from remote (?:mail server|mailer) after (initial connection|end of data|sending data block|pipelined [\w ]{3,20}|[A-Z]{4}(?: FROM| TO)?)"
)
_HOST = re.compile(r"\b(?:host|H=) ?([A-Za-z0-9._-]{1,253}) \[([0-9A-Fa-f.:]{2,45})\](?::(\d{1,5}))?")
_TO = re.compile(r"(?:\*\*|==) ([^\s<>]{1,64}@[^\s<>]{1,255})|after RCPT TO:<([^>\s]{1,320})>")
_FROM = re.compile(r"after MAIL FROM:<([^>\s]{1,320})>")


def read(text: str) -> Wrapping:
    """Read which machine answered after which command, and for whom the message was."""
    stage, host, to, sender = _STAGE.search(text), _HOST.search(text), _TO.search(text), _FROM.search(text)
    return Wrapping(
        stage=stage_of(stage[1]) if stage else None,
        host=host[1] if host else None,
        ip=host[2] if host else None,
        port=port_of(host[3]) if host else None,
        recipient=(to[1] or to[2]) if to else None,
        sender=sender[1] if sender else None,
    )
