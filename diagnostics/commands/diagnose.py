"""`manage.py diagnose`: one JSON object per line in, one diagnosis per line out."""

import argparse
import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

from diagnostics.diagnose import verdict
from diagnostics.diagnosis import Diagnosis
from diagnostics.reading.bounce import Failed, Kind, read_message
from diagnostics.vocabulary import FIXED_CODES


def run(arguments: Sequence[str]) -> int:
    """Answer every line; a line that is no JSON object is reported on standard error and the others go on."""
    parser = argparse.ArgumentParser(
        prog="manage.py diagnose",
        description='Reads {"id", "text"} per line from standard input, writes one diagnosis per line.',
    )
    parser.add_argument("--bounces", metavar="DIR", type=Path, help="read whole messages (*.eml) of a folder instead")
    options = parser.parse_args(arguments)
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    if options.bounces is not None:
        return _answer_messages(options.bounces, sys.stdout, sys.stderr)
    return _answer_lines(sys.stdin, sys.stdout, sys.stderr)


def _answer_messages(folder: Path, out: TextIO, errors: TextIO) -> int:
    """Answer one line per message of a folder; a file that cannot be read is reported and the others go on."""
    if not folder.is_dir():
        errors.write(json.dumps({"file": str(folder), "error": "no such folder"}) + "\n")
        return 1
    status = 0
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        try:
            bounce = read_message(path.read_bytes())
        except OSError as fault:
            status = 1
            errors.write(json.dumps({"file": path.name, "error": str(fault)}) + "\n")
            continue
        rows = [_recipient(failed, bounce.kind) for failed in bounce.recipients]
        out.write(json.dumps({"file": path.name, "kind": bounce.kind, "recipients": rows}) + "\n")
    out.flush()
    return status


def _recipient(failed: Failed, kind: Kind) -> dict[str, Any]:
    diagnosis = verdict(failed.evidence)
    row = as_row(diagnosis)
    if kind == "abuse-report":
        row |= {"category": "feedback", "permanence": "unknown", "code": None, "enhanced": None}
    elif kind == "bounce" and row["permanence"] == "unknown":
        row["permanence"] = "permanent"  # who returned it had given up
    return {
        "address": failed.address,
        **{key: row[key] for key in ("category", "permanence", "enhanced", "code", "explanation")},
    }


def _answer_lines(lines: TextIO, out: TextIO, errors: TextIO) -> int:
    status = 0
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        row = _row(line)
        if isinstance(row, str):
            status = 1
            errors.write(json.dumps({"line": number, "error": row}) + "\n")
            continue
        out.write(json.dumps({"id": row.get("id"), **as_row(verdict(row["text"]))}) + "\n")
    out.flush()
    return status


def _row(line: str) -> dict[str, Any] | str:
    """Return the object of one line, or what is wrong with it."""
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as fault:
        return f"not JSON: {fault}"
    if not isinstance(row, dict):
        return "not a JSON object"
    if not isinstance(row.get("text"), str):
        return 'no "text"'
    return row


def as_row(diagnosis: Diagnosis) -> dict[str, Any]:
    """Put a diagnosis into the flat shape that other programs read; codes are only those the text itself shows."""
    deciding = diagnosis.evidence.deciding
    code = deciding.code if deciding else None
    explanation = diagnosis.explanation
    return {
        "explanation": diagnosis.code,
        "category": diagnosis.category,
        "permanence": diagnosis.permanence,
        "cause": explanation.code if explanation and explanation.code in FIXED_CODES else None,
        "code": code if code is not None and str(code) in diagnosis.evidence.excerpt else None,
        "enhanced": deciding.enhanced if deciding else None,
        "provider": diagnosis.evidence.provider,
        "party": diagnosis.party,
        "confidence": diagnosis.confidence,
    }
