"""Part 10, the dates: announced ends of service that bear on the repair, counted down."""

from diagnostics.deadlines import Deadline, deadlines_for
from diagnostics.document import DeadlineItem
from diagnostics.narrative.links import localised
from diagnostics.narrative.telling import Telling


def deadline_items(telling: Telling) -> tuple[DeadlineItem, ...]:
    """Return the deadlines that matter here, the nearest first."""
    return tuple(_item(telling, deadline) for deadline in deadlines_for(telling.diagnosis))


def _item(telling: Telling, deadline: Deadline) -> DeadlineItem:
    now = telling.facts.now
    left = deadline.days_left(now)
    return DeadlineItem(
        id=deadline.id,
        when=deadline.when[telling.language],
        days_left=left,
        text=deadline.says(telling.language, now),
        reference=localised(deadline.reference, telling.language),
        verified=deadline.verified.isoformat(),
        day=deadline.day,
        countdown=_countdown(telling, left) if deadline.counted else "",
    )


def _countdown(telling: Telling, left: int | None) -> str:
    words = telling.words
    if left is None:
        return ""
    if left < 0:
        return words.say("word.passed")
    if left == 0:
        return words.say("word.today")
    return words.say("word.one_day_left") if left == 1 else words.say("word.days_left", days=left)
