"""From the ending of a try to the evidence which diagnosis reads."""

from delivery.smtp.endpoint import Endpoint
from delivery.smtp.envelope import Envelope
from delivery.smtp.outcome import Outcome
from diagnostics.evidence import Evidence, Reply


def evidence_from(outcome: Outcome, endpoint: Endpoint, envelope: Envelope | None) -> Evidence:
    """The evidence of one ending; `envelope` is None where none was offered (a Failure outside any message)."""
    return Evidence(
        raw=outcome.raw,
        replies=_replies(outcome),
        dialect="reply" if outcome.code is not None else "network",
        status_name=outcome.fault,
        stage=outcome.stage,
        host=endpoint.host,
        ip=outcome.facts.ip,
        port=endpoint.port,
        security=endpoint.security,
        login=endpoint.username or None,
        sender=envelope.sender if envelope else None,
        recipient=envelope.recipient if envelope else None,
    )


def _replies(outcome: Outcome) -> tuple[Reply, ...]:
    if outcome.code is None:
        return ()
    # Some servers repeat the enhanced code on every line (Gmail); the text is what comes after it.
    enhanced = outcome.enhanced
    text = "\n".join(line.removeprefix(enhanced or "").strip() for line in outcome.lines)
    start = len(outcome.raw) - len("\n".join(outcome.raw_lines))
    return (Reply(code=outcome.code, enhanced=enhanced, text=text, start=start, end=len(outcome.raw)),)
