"""Reading: from any text that a mail system or a library printed to `Evidence`. Reading never raises and never guesses."""

from diagnostics.reading.read import read

__all__ = ["read"]
