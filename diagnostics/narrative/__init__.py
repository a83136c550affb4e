"""Tells a diagnosis as a finished document, one file per part."""

from diagnostics.narrative.compose import compose

__all__ = ["compose"]
