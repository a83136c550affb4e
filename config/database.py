"""Turn DATABASE_URL into Django's words."""

from typing import Any

from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from config.env import EnvironmentFaultError

_OURS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database(url: str, *, pool: int) -> dict[str, Any]:
    """Return one entry of DATABASES; with a pool of that size, or without one when 0."""
    try:
        parts = conninfo_to_dict(url)
    except ProgrammingError:
        raise EnvironmentFaultError("The setting DATABASE_URL is not an address PostgreSQL understands.") from None
    options: dict[str, Any] = {name: value for name, value in parts.items() if name not in _OURS}
    options.setdefault("connect_timeout", 5)
    if pool:
        options["pool"] = {"min_size": 0, "max_size": pool, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{ours: str(parts.get(name) or "") for name, ours in _OURS.items()},
        "CONN_MAX_AGE": 0,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": options,
    }
