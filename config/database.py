"""DATABASE_URL as Django's settings."""

from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from config.env import EnvironmentFaultError


def database(url: str, *, pool: bool = True) -> dict[str, Any]:
    """`postgresql://user:password@host:port/name?option=value`; a socket folder goes into `?host=/folder`."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgresql", "postgres"} or not parts.path.strip("/"):
        raise EnvironmentFaultError("DATABASE_URL must look like postgresql://user:password@host:5432/name.")
    options: dict[str, Any] = dict(parse_qsl(parts.query))
    host = options.pop("host", parts.hostname or "")
    port = options.pop("port", parts.port or "")
    if pool:
        options["pool"] = {"min_size": 1, "max_size": 16, "timeout": 10}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.strip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": host,
        "PORT": str(port),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }
