"""Notices of failure that people were meant to read: one file per family of servers, each gives the recipients it names."""

from diagnostics.reading.notices import bracketed, exchange, exim, ezweb, prose, sendmail
from diagnostics.reading.notices.named import Named

__all__ = ["overruling", "prose", "read_known"]

#: Each knows a fixed shape and says nothing where the shape is not there; the first that speaks is believed.
_FAMILIES = (exchange.read, exim.read, bracketed.read, sendmail.read)


def read_known(notice: str) -> tuple[Named, ...]:
    """The recipients of a notice whose shape is known, each with what is said of it."""
    return next((named for family in _FAMILIES if (named := family(notice))), ())


def overruling(notice: str) -> str:
    """The sentence of a notice that knows better than the reply it quotes; empty where there is none."""
    return ezweb.reason(notice)
