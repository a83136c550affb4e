"""The TOML files this library ships, read quickly: what an earlier start parsed is kept beside Python's own compiled files.

TOML takes a third of a second to parse, JSON a hundredth. The copy is used only while it was made from the very same
bytes; where it cannot be written, every start parses anew.
"""

import hashlib
import json
import os
import tomllib
from collections.abc import Mapping
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import Any

Tables = dict[str, dict[str, Any]]

#: Changes when the form of the copy does.
_FORM = "1"
_DATE = "\0date"


class TableError(ValueError):
    """A file is no TOML; the message names it."""


def tables(folder: Path, *patterns: str, kept_as: str) -> Tables:
    """Return the contents of the files of a folder, by name within it, in order; `kept_as` names the copy."""
    files = {str(path.relative_to(folder)): path.read_bytes() for p in patterns for path in sorted(folder.glob(p))}
    copy, made_from = folder / "__pycache__" / f"{kept_as}.json", _fingerprint(files)
    known = _kept(copy, made_from)
    if known is not None:
        return known
    parsed = {name: _parsed(name, content) for name, content in files.items()}
    _keep(copy, made_from, parsed)
    return parsed


def _fingerprint(files: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256(_FORM.encode())
    for name, content in files.items():
        digest.update(f"\0{name}\0{len(content)}\0".encode())
        digest.update(content)
    return digest.hexdigest()


def _parsed(name: str, content: bytes) -> dict[str, Any]:
    try:
        return tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise TableError(f"{name}: {fault}") from fault


def _kept(copy: Path, made_from: str) -> Tables | None:
    """Return what the copy holds if it was made from these files; a broken copy is none."""
    try:
        with copy.open(encoding="utf-8") as stream:
            if stream.readline().rstrip("\n") != made_from:
                return None
            known = json.load(stream, object_hook=_with_dates)
    except (OSError, ValueError, RecursionError):
        return None
    return known if isinstance(known, dict) else None


def _keep(copy: Path, made_from: str, parsed: Tables) -> None:
    """Leave a copy for the next start, whole or not at all."""
    with suppress(OSError, TypeError):
        copy.parent.mkdir(exist_ok=True)
        beside = copy.with_suffix(f".{os.getpid()}")
        try:
            beside.write_text(f"{made_from}\n{json.dumps(parsed, default=_dated)}", "utf-8")
            beside.replace(copy)
        finally:
            beside.unlink(missing_ok=True)


def _dated(value: object) -> dict[str, str]:
    # A table with other kinds of values is not kept at all: a time must not come back as a date.
    if type(value) is date:
        return {_DATE: value.isoformat()}
    raise TypeError(f"{type(value).__name__} cannot be kept")


def _with_dates(table: dict[str, Any]) -> Any:
    return date.fromisoformat(table[_DATE]) if _DATE in table else table
