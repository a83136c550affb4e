"""Write `.env` with fresh keys, readable by its owner alone. One that is there is never touched.

Runs before anything is installed, so it uses the standard library only.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def text() -> str:
    """Return a new `.env`."""
    sealing_key = base64.urlsafe_b64encode(os.urandom(32)).decode()
    return (
        "# Made by `make setup`. Keep it secret and keep a copy: without SEALING_KEYS stored passwords are lost.\n"
        "# .env.example tells what else can stand here.\n"
        f"SECRET_KEY={secrets.token_urlsafe(50)}\n"
        f"SEALING_KEYS={sealing_key}\n"
    )


def write(path: Path) -> bool:
    """Write the file unless something of that name is there; say whether it was written."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return False
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text())
    return True


if __name__ == "__main__":
    if write(ROOT / ".env"):
        sys.stdout.write("Wrote .env with fresh keys.\n")
