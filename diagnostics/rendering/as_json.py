"""A document for programs: every part under its own name, times as ISO 8601."""

import json
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from typing import Any

from diagnostics.document import Document

#: Raised when a part changes its name or meaning; new parts may appear at any time.
VERSION = 1
#: Words for pages, not for programs.
_LEFT_OUT = frozenset({"headings"})


def as_json(document: Document) -> str:
    """Return the document as one JSON object."""
    return json.dumps({"version": VERSION, **_plain(document)}, ensure_ascii=False, indent=2)


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {f.name: _plain(getattr(value, f.name)) for f in fields(value) if f.name not in _LEFT_OUT}
    if isinstance(value, (tuple, list)):
        return [_plain(each) for each in value]
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    return value.isoformat() if isinstance(value, (date, datetime)) else value
