"""Write what docker-compose.yml mounts as secrets: fresh keys and a database password, readable by the image's user.

Runs with the standard library only. A file that is there is never touched.
"""

import base64
import os
import secrets
import sys
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "secrets"


def values(password: str) -> dict[str, str]:
    """File name → content."""
    return {
        "postgres_password": password,
        "database_url": f"postgresql://postmortem:{password}@postgres:5432/postmortem",
        "secret_key": secrets.token_urlsafe(50),
        "sealing_keys": base64.urlsafe_b64encode(os.urandom(32)).decode(),
    }


def write(folder: Path) -> list[str]:
    """Write the files that are not there; all four belong together, so a part of them is a fault. Answers the names."""
    folder.mkdir(mode=0o700, exist_ok=True)
    wanted = values(secrets.token_urlsafe(24))
    there = [name for name in wanted if (folder / name).exists()]
    if len(there) == len(wanted):
        return []
    if there:
        raise SystemExit(
            f"secrets/ holds only {', '.join(there)}. Bring the others back, or remove these to begin anew."
        )
    for name, value in wanted.items():
        # The engine mounts a file with its own permissions, and the image's user is not ours: the folder keeps others out.
        handle = os.open(folder / name, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(value)
    return list(wanted)


if __name__ == "__main__":
    sys.stdout.write("Wrote secrets/.\n" if write(FOLDER) else "secrets/ is there already.\n")
