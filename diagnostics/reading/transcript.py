"""Conversations written down line by line: "C:" and "S:", ">>>" and "<<<", "CLIENT -> SERVER:", smtplib's "send:" and "reply:"."""

import re

from diagnostics.reading.wrapping import Wrapping, stage_of

MARKS = (
    r"(?m)^[ \t]*(?:>>>|<<<) \S",
    r"(?m)^(?:\S{0,40}[ \t])?(?:C|S): (?:EHLO|HELO|AUTH|MAIL|RCPT|DATA|QUIT|STARTTLS|\d{3}[ -])",
    r"(?:CLIENT -> SERVER|SERVER -> CLIENT): |(?m)^(?:send|reply): b?['\"]",
)
_CLIENT = re.compile(
    r"(?mi)^[^\n]{0,60}?(?:>>>|\bC:|CLIENT -> SERVER:|send: b?['\"]|-> )[ \t]*(AUTH|MAIL FROM|RCPT TO|DATA|EHLO|HELO|STARTTLS)(?::<([^>\s]{0,320})>)?"
)
_REFUSAL = re.compile(r"(?mi)^[^\n]{0,60}?(?:<<<|\bS:|SERVER -> CLIENT:|reply: b?['\"]|<- )[ \t]*[45]\d\d[ -]")
_GREETING = re.compile(
    r"(?mi)^[^\n]{0,60}?(?:<<<|\bS:|SERVER -> CLIENT:|reply: b?['\"]|<- )[ \t]*220[ -]([A-Za-z0-9.-]{4,253})"
)
_TALKING = re.compile(r"while talking to ([A-Za-z0-9._-]{1,253}?)\.?:")


def read(text: str) -> Wrapping:
    """Tell which command was refused first, and who the two ends said they were."""
    refusal = _REFUSAL.search(text)
    spoken = list(_CLIENT.finditer(text[: refusal.start() if refusal else len(text)]))
    greeting, talking = _GREETING.search(text), _TALKING.search(text)
    named = {match[1].upper(): match[2] for match in spoken if match[2]}
    return Wrapping(
        stage=stage_of(spoken[-1][1]) if spoken and refusal else None,
        host=talking[1] if talking else (greeting[1] if greeting else None),
        sender=named.get("MAIL FROM"),
        recipient=named.get("RCPT TO"),
    )
