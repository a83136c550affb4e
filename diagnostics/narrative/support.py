"""Part 12: the block to paste into a case with the provider's support."""

from diagnostics.narrative.telling import Telling, utc, utc_exact
from diagnostics.narrative.title import codes_of
from diagnostics.placeholders import one_line


def support_block(telling: Telling) -> str:
    """Return the facts a provider asks for first, one per line; what is not known is left out."""
    words = telling.words
    lines = [f"{words.say('support.intro')}: {codes_of(telling)}".rstrip(": ")]
    lines += [f"{words.say(f'support.{key}')}: {value}" for key, value in facts_for_support(telling)]
    return "\n".join(lines)


def facts_for_support(telling: Telling) -> list[tuple[str, str]]:
    """Return label key and value of everything known that identifies the conversation."""
    evidence, facts, used = telling.evidence, telling.facts, telling.used
    connected = [one_line(used.host) if used.host else "", str(used.port or ""), ""]
    if used.security:
        connected[2] = telling.value("security", used.security)
    known: list[tuple[str, str | None]] = [
        ("server", evidence.server),
        ("time", utc_exact(evidence.server_time) if evidence.server_time else None),
        ("recorded", utc(facts.recorded_at) if facts.recorded_at else None),
        ("session", evidence.support_id),
        ("text", _words(telling)),
        ("connected", " · ".join(part for part in connected if part) or None),
        ("address", evidence.ip),
        ("account", one_line(used.login) if used.login else telling.words.say("support.unknown")),
        ("sender", one_line(used.sender) if used.sender else None),
        ("recipient", one_line(used.recipient) if used.recipient else None),
        ("attempts", str(facts.total_attempts) if facts.total_attempts else None),
    ]
    return [(key, value) for key, value in known if value]


def _words(telling: Telling) -> str | None:
    """The server's words on one line; the sender's own where no server said anything."""
    reply = telling.evidence.deciding
    text = " ".join((reply.text if reply else telling.evidence.raw).split())
    most = 2000 if reply else 300
    return (text if len(text) <= most else text[: most - 1] + "…") or None
