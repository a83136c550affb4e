"""The product's settings with what a test needs: fixed keys, servers of its own, no pool, no built static files, fast passwords."""

import os
import tempfile
from pathlib import Path

os.environ.update(
    # Servers of this run alone, wherever others run. Nothing is made here: see conftest.py.
    DATA_FOLDER=str(Path(tempfile.gettempdir()) / f"postmortem-test-{os.getpid()}"),
    DATABASE_URL="",
    REDIS_URL="",
    SECRET_KEY="a key for tests only, long enough to be taken for a real one",
    SEALING_KEYS="dGhpcyBrZXkgaXMgZm9yIHRlc3RzIG9ubHkuLi4uLi4=",
    HTTPS="0",
    DEMO="0",
    SANDBOX_URL="",
    DATABASE_POOL_SIZE="0",
    DEBUG="0",
)

from config.settings import *  # noqa: F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_AUTOREFRESH = True
