"""Tells whether static files changed since they were collected."""

import hashlib
from pathlib import Path

from django.contrib.staticfiles.finders import get_finders


def fingerprint(root: Path) -> str:
    """Return a short text that differs when any static file, or the packages that hold some, changed."""
    seen = hashlib.sha256((root / "requirements" / "runtime.txt").read_bytes())
    for finder in get_finders():
        for name, storage in finder.list([]):
            path = Path(storage.path(name))
            if path.is_relative_to(root / "static"):
                state = path.stat()
                seen.update(f"{name} {state.st_size} {state.st_mtime_ns}\n".encode())
    return seen.hexdigest()
