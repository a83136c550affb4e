"""What can be turned while the sandbox runs."""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace


@dataclass(frozen=True, kw_only=True)
class Knobs:
    """What can be turned while the sandbox runs; seconds where not said otherwise."""

    greylist_seconds: float = 20
    slow_seconds: float = 5
    #: How long the answer to the body is held back for late@ and in the mode "answers-late".
    late_seconds: float = 30
    #: How long a message above the provider's number a minute is held back.
    throttle_seconds: float = 3
    #: The mode "closes-midway" says goodbye after so many messages in one session.
    close_after: int = 2
    #: While true no server says anything.
    frozen: bool = False
    #: Takes the place of the provider's own number of messages a minute; None leaves it.
    per_minute: int | None = None


def turned(knobs: Knobs, wanted: Mapping[str, object]) -> Knobs:
    """The knobs with some turned; ValueError for an unknown one or a value of another kind."""
    known = {entry.name for entry in fields(Knobs)}
    for name, value in wanted.items():
        if name not in known:
            raise ValueError(f"no knob {name}")
        if not _fits(name, value):
            raise ValueError(f"{name} cannot be {value!r}")
    return replace(knobs, **wanted)  # type: ignore[arg-type]


def _fits(name: str, value: object) -> bool:
    if name == "frozen":
        return isinstance(value, bool)
    if name == "per_minute" and value is None:
        return True
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1_000_000
