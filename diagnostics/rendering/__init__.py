"""Puts a document into a form: plain text, Markdown or JSON. Each form escapes for itself."""

from collections.abc import Callable, Mapping
from typing import Literal, get_args

from diagnostics.document import Document
from diagnostics.rendering.as_json import as_json
from diagnostics.rendering.as_markdown import as_markdown
from diagnostics.rendering.as_text import as_text

Form = Literal["text", "markdown", "json"]
FORMS: tuple[Form, ...] = get_args(Form)
_RENDERERS: Mapping[Form, Callable[[Document], str]] = {
    "text": as_text,
    "markdown": as_markdown,
    "json": as_json,
}

__all__ = ["FORMS", "Form", "render"]


def render(document: Document, form: Form) -> str:
    """Return the document in one of the forms, ending in one line end."""
    return _RENDERERS[form](document).rstrip("\n") + "\n"
