"""`manage.py diagnose`: one JSON object per line in, one diagnosis per line out."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any, TextIO

from diagnostics.diagnose import diagnose
from diagnostics.diagnosis import Diagnosis
from diagnostics.vocabulary import FIXED_CODES


def run(arguments: Sequence[str]) -> int:
    """Answer every line; a line that is no JSON object is reported on standard error and the others go on."""
    parser = argparse.ArgumentParser(
        prog="manage.py diagnose",
        description='Reads {"id", "text"} per line from standard input, writes one diagnosis per line.',
    )
    parser.parse_args(arguments)
    sys.stdin.reconfigure(encoding="utf-8", errors="replace")  # type: ignore[union-attr]
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    return _answer_lines(sys.stdin, sys.stdout, sys.stderr)


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
        out.write(json.dumps({"id": row.get("id"), **as_row(diagnose(row["text"]))}) + "\n")
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
        "code": code if code is not None and str(code) in diagnosis.evidence.raw else None,
        "enhanced": deciding.enhanced if deciding else None,
        "provider": diagnosis.evidence.provider,
        "party": diagnosis.party,
        "confidence": diagnosis.confidence,
    }
