"""When to try again, if at all: pure arithmetic on the explanation's advice."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from delivery.models.job import JobState
from diagnostics.vocabulary import Advice, Permanence


@dataclass(frozen=True, kw_only=True)
class Decision:
    """What happens to the job: its state, when it is due, and whether its account must stop."""

    state: JobState
    due_at: datetime | None = None
    hold_account: bool = False
    #: Nothing of this account is to be sent before then.
    pace_until: datetime | None = None


def _minutes(*values: int) -> tuple[timedelta, ...]:
    return tuple(timedelta(minutes=value) for value in values)


#: Pauses after the first, second, … counted try. After the last one the job has failed.
SOON = _minutes(1, 5, 10, 20, 40, 60, 120, 240, 360, 480, 720)
SLOWLY = _minutes(5, 15, 30, 60, 120, 240, 360, 480, 720, 720)
#: So many times the wait that the server names is taken at its word; from then on it is the shortest.
OBEYED = 2
#: No pause is stretched or shortened by more than this share, so that jobs do not come back all at once.
JITTER = 0.2


def decide(
    *,
    advice: Advice,
    permanence: Permanence,
    tries: int,
    now: datetime,
    expires_at: datetime | None,
    asked: timedelta | None,
    before_offer: bool,
    spread: float,
) -> Decision:
    """What to do after the refused try number `tries` (1 is the first).

    `asked` is the wait the server named; `before_offer`: no session came about, so every message of the account
    would meet the same; `spread` is a number in -1..1 that scatters the pause.
    """
    if advice == "hold-account":
        return Decision(state=JobState.HELD, hold_account=True)
    if advice == "give-up" or permanence == "permanent":
        return Decision(state=JobState.FAILED)
    pauses = SLOWLY if advice == "retry-slowly" else SOON
    if tries > len(pauses):
        return Decision(state=JobState.FAILED)
    pause = pauses[tries - 1] * (1 + JITTER * spread)
    if asked is not None:
        # Never earlier than asked; a little scatter on top only. Who asks for seconds again and again is left alone for longer.
        wait = asked * (1 + JITTER * abs(spread) / 2)
        pause = wait if tries <= OBEYED else max(wait, pause)
    due_at = now + pause
    if expires_at is not None and due_at >= expires_at:
        return Decision(state=JobState.EXPIRED)
    pace_until = None
    if before_offer:
        pace_until = due_at
    elif advice == "retry-slowly":
        pace_until = now + (asked or timedelta(minutes=1))
    return Decision(state=JobState.QUEUED, due_at=due_at, pace_until=pace_until)
