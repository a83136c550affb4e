"""`manage.py explain`: the finished explanation of any pasted text or report record, with no server and no settings."""

import argparse
import json
import sys
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from diagnostics.diagnose import diagnose
from diagnostics.facts import Facts
from diagnostics.masking import masked
from diagnostics.narrative import compose
from diagnostics.rendering import FORMS, render
from diagnostics.vocabulary import LANGUAGES

#: More than any log excerpt; whoever pipes a whole log in is told so instead of waiting.
MOST_BYTES = 5_000_000
_BETWEEN = {"text": "\n\n", "markdown": "\n---\n\n", "json": ""}


def run(arguments: Sequence[str]) -> int:
    """Read the text, explain each failure in it, print the documents; return the exit status."""
    asked = _arguments(arguments)
    text = _read(asked.file)
    if text is None:
        return 2
    sys.stdout.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    now = datetime.now(UTC)
    for number, failure in enumerate(failures_in(text)):
        if number:
            print(_BETWEEN[asked.format], end="")
        diagnosis = diagnose(failure, Facts(now=now))
        diagnosis = replace(diagnosis, facts=replace(diagnosis.facts, now=now))
        document = compose(diagnosis, asked.lang)
        print(render(masked(document) if asked.mask else document, asked.format), end="")
    return 0


def failures_in(text: str) -> list[str]:
    """Return the failures in a text: each record of a JSON list or of NDJSON, else the text as it is."""
    try:
        rows = json.loads(text)
    except (ValueError, RecursionError):
        rows = _lines_of_json(text)
    if isinstance(rows, list) and rows and all(isinstance(row, dict) for row in rows):
        return [json.dumps(row, ensure_ascii=False) for row in rows]
    return [text]


def _lines_of_json(text: str) -> list[object] | None:
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 2 or not all(line.lstrip().startswith("{") for line in lines):
        return None
    try:
        return [json.loads(line) for line in lines]
    except (ValueError, RecursionError):
        return None


def _arguments(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="manage.py explain",
        description="Explains why an e-mail failed: an error text, a log excerpt, a bounce, or a report record in JSON.",
    )
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="language of the explanation (default: en)")
    parser.add_argument("--format", choices=FORMS, default="text", help="form of the explanation (default: text)")
    parser.add_argument("--mask", action="store_true", help="mask e-mail addresses, to show the explanation to others")
    parser.add_argument(
        "file", nargs="?", default="-", metavar="FILE", help="file to read; - or nothing: standard input"
    )
    return parser.parse_args(arguments)


def _read(name: str) -> str | None:
    """Return the text, or None after saying in one sentence why there is none."""
    try:
        if name == "-":
            data = sys.stdin.buffer.read(MOST_BYTES + 1)
        else:
            with Path(name).open("rb") as file:
                data = file.read(MOST_BYTES + 1)
    except OSError as fault:
        print(f"explain: cannot read {name}: {fault.strerror}", file=sys.stderr)
        return None
    if len(data) > MOST_BYTES:
        print(f"explain: more than {MOST_BYTES // 1_000_000} MB; pass the lines around one failure", file=sys.stderr)
        return None
    if not data.strip():
        print("explain: nothing to explain: the text is empty", file=sys.stderr)
        return None
    return data.decode("utf-8-sig", "replace")
