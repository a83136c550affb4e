"""A document without personal data: addresses keep their first letter and their domain, enough to tell them apart."""

import re
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from typing import Any

from diagnostics.document import Document

_ADDRESS = re.compile(r"([\w.+%=-])([\w.+%=-]*)(@[\w-]+(?:\.[\w-]+)+)")


def masked(document: Document) -> Document:
    """Return the document with every e-mail address masked, in the raw error too."""
    return _masked(document)


def mask(text: str) -> str:
    """Return the text with "ana@example.com" as "a***@example.com"."""
    return _ADDRESS.sub(r"\1***\3", text)


def _masked(value: Any) -> Any:
    if isinstance(value, str):
        return mask(value)
    if isinstance(value, tuple):
        return tuple(_masked(each) for each in value)
    if isinstance(value, Mapping):
        return {key: _masked(each) for key, each in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: _masked(getattr(value, field.name)) for field in fields(value)})
    return value
