"""Part 6: the tries, with what is recorded of them and with nothing that is not."""

from diagnostics.circumstances import circumstances
from diagnostics.document import AttemptRow
from diagnostics.facts import Try
from diagnostics.narrative.telling import Telling, utc, utc_exact
from diagnostics.reading import read

#: Beyond so many seconds the record is not of the moment of the reply.
_SAME_MOMENT = 3600


def attempts(telling: Telling) -> tuple[AttemptRow, ...]:
    """Return one row per known try; of an unrecorded one neither time nor text is invented."""
    tries = telling.facts.attempts
    return tuple(_row(telling, each, last=each is tries[-1]) for each in tries)


def _row(telling: Telling, each: Try, *, last: bool) -> AttemptRow:
    words = telling.words
    if not each.recorded:
        return AttemptRow(
            number=each.number,
            at="",
            outcome=words.say("attempts.not-recorded"),
            note=words.say("attempts.not-recorded-note"),
        )
    shown_here = last or each.text == telling.evidence.raw
    return AttemptRow(
        number=each.number,
        at=utc(each.at) if each.at else "",
        outcome=words.say("attempts.last-failed" if shown_here else "attempts.failed"),
        note="" if shown_here else _answer_of(each.text or ""),
        at_time=each.at,
    )


def _answer_of(text: str) -> str:
    """What the server answered to another try, on one line."""
    reply = read(text).deciding
    said = f"{reply.code or ''} {reply.enhanced or ''} {reply.text}" if reply else text
    line = " ".join(said.split())
    return line if len(line) <= 160 else line[:159] + "…"


def attempts_summary(telling: Telling) -> str:
    """Return how often it was tried, what is known of it, when it failed, and what comes next."""
    return " ".join([*_counted(telling), *_timed(telling), *_compared(telling), _next(telling)])


def _counted(telling: Telling) -> list[str]:
    facts, words = telling.facts, telling.words
    count = facts.total_attempts or len(facts.attempts)
    if count == 0:
        return [words.say("attempts.unknown")]
    if count == 1:
        return [words.say("attempts.one")]
    says = [words.say("attempts.many", count=count)]
    lost = [str(each.number) for each in facts.attempts if not each.recorded]
    if lost and len(lost) == count:
        says.append(words.say("attempts.none-recorded"))
    elif lost:
        key = "attempts.one-not-recorded" if len(lost) == 1 else "attempts.some-not-recorded"
        says.append(words.say(key, numbers=words.listed(lost)))
    return says


def _timed(telling: Telling) -> list[str]:
    recorded, replied, words = telling.facts.recorded_at, telling.evidence.server_time, telling.words
    if recorded is None:
        return [words.say("attempts.server-time", time=utc_exact(replied))] if replied else []
    says = [words.say("attempts.recorded-at", time=utc(recorded))]
    seconds = int((recorded - replied).total_seconds()) if replied else 0
    if replied and abs(seconds) > _SAME_MOMENT:
        # Days apart no clock is to blame: an old text was reported, or pasted, later.
        says.append(words.say("attempts.server-time", time=utc_exact(replied)))
    elif replied:
        key = "attempts.gap" if recorded >= replied else "attempts.gap-before"
        says.append(words.say(key, seconds=seconds, time=utc_exact(replied)))
    return says


def _compared(telling: Telling) -> list[str]:
    holding = circumstances(telling.evidence, telling.facts)
    return [telling.words.say(f"attempts.{how}") for how in ("identical", "changing") if f"attempts-{how}" in holding]


def _next(telling: Telling) -> str:
    if telling.facts.next_attempt_at:
        return telling.words.say("attempts.next", time=utc(telling.facts.next_attempt_at))
    return telling.words.say("attempts.none-next-login" if telling.sign_in_refused else "attempts.none-next")


def similar(telling: Telling) -> str:
    """Return for how many e-mails this explanation stands, where it is more than one."""
    count = telling.facts.similar_failures or 0
    return telling.words.say("attempts.similar", count=count) if count > 1 else ""
