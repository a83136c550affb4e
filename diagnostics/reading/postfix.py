"""Postfix: log lines and the sentences of its bounces."""

import re

from diagnostics.reading.wrapping import Wrapping, port_of, stage_of
from diagnostics.vocabulary import Stage

MARKS = (
    r"postfix/\w+\[|\bstatus=(?:bounced|deferred|sent|expired|undeliverable|softbounce)\b|\bdsn=[245]\.\d|\brelay=\S+\[",
    r"\(in reply to [\w ]{2,30}\)|\bhost \S+\[\S+\] (?:said|refused to talk to me)|delivery temporarily suspended|SASL authentication failed; server",
)
_STAGE = re.compile(r"\(in reply to ([\w ]{2,30}?)(?: command)?\)")
_SAID = re.compile(r"(?:host|server|connect to) ([A-Za-z0-9._-]{1,253})\[([0-9A-Fa-f.:]{2,45})\](?::(\d{1,5}))?")
_RELAY = re.compile(r"\brelay=([A-Za-z0-9._-]{1,253})\[([0-9A-Fa-f.:]{2,45})\](?::(\d{1,5}))?")
_TO = re.compile(r"\bto=<([^>\s]{1,320})>")
_FROM = re.compile(r"\bfrom=<([^>\s]{1,320})>")

_SENTENCES: dict[str, Stage] = {
    "SASL authentication failed": "login",
    "refused to talk to me": "greeting",
    "Cannot start TLS": "tls",
    "Name service error": "dns",
    "while receiving the initial server greeting": "greeting",
    "while performing the EHLO handshake": "greeting",
    "while sending end of data": "body",
}


def read(text: str) -> Wrapping:
    """Read which machine answered in reply to which command, and for whom the message was."""
    stage, to, sender = _STAGE.search(text), _TO.search(text), _FROM.search(text)
    where = _SAID.search(text) or _RELAY.search(text)
    return Wrapping(
        stage=stage_of(stage[1]) if stage else next((s for words, s in _SENTENCES.items() if words in text), None),
        host=where[1] if where else None,
        ip=where[2] if where else None,
        port=port_of(where[3]) if where else None,
        recipient=to[1] if to else None,
        sender=sender[1] if sender else None,
    )
