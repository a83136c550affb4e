"""Read settings from the environment and from `.env`, typed; a fault is one sentence that names the variable."""

import base64
import os
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

from dotenv import dotenv_values

ROOT = Path(__file__).resolve().parent.parent

_YES = ("1", "true", "yes", "on")
_NO = ("0", "false", "no", "off", "")


class EnvironmentFaultError(SystemExit):
    """A setting is missing or wrong. Ends the program with its sentence instead of a traceback."""


@cache
def _file() -> Mapping[str, str | None]:
    return dotenv_values(ROOT / ".env", interpolate=False)


def _find(name: str) -> str | None:
    """Return the value; an empty one counts as not given. The environment wins over `.env`."""
    return os.environ.get(name) or (None if name in os.environ else _file().get(name)) or None


def text(name: str, default: str | None = None) -> str:
    """Return a text; without a default it must be given."""
    found = _find(name)
    if found is not None:
        return found
    if default is None:
        raise EnvironmentFaultError(
            f"The setting {name} is missing: put it in the environment or in .env (see .env.example)."
        )
    return default


def secret(name: str, default: str | None = None) -> str:
    """Return a text that may also stand in a file named by NAME_FILE, as container platforms hand secrets over."""
    path = _find(f"{name}_FILE")
    if path is None:
        return text(name, default)
    try:
        return Path(path).read_text("utf-8").strip()
    except (OSError, UnicodeDecodeError) as fault:
        reason = fault.strerror if isinstance(fault, OSError) else "not text"
        raise EnvironmentFaultError(
            f"The setting {name}_FILE names a file that cannot be read ({reason}): {path}"
        ) from None


def integer(name: str, default: int | None = None, *, least: int = 0) -> int:
    """Return a whole number."""
    value = text(name, None if default is None else str(default))
    if not value.isascii() or not value.isdigit() or int(value) < least:
        raise EnvironmentFaultError(f"The setting {name} must be a whole number of at least {least}, not {value!r}.")
    return int(value)


def boolean(name: str, default: bool) -> bool:
    """Return yes or no."""
    value = text(name, "1" if default else "0").lower()
    if value in _YES:
        return True
    if value in _NO:
        return False
    raise EnvironmentFaultError(f"The setting {name} must be 1 or 0, not {value!r}.")


def words(name: str, default: str = "") -> list[str]:
    """Return the parts of a list written with commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]


def choice(name: str, default: str, *, among: tuple[str, ...]) -> str:
    """Return one of a few words, in capitals whatever the case it was written in."""
    value = text(name, default).upper()
    if value not in among:
        raise EnvironmentFaultError(f"The setting {name} must be one of {', '.join(among)}, not {value!r}.")
    return value


def keys(name: str) -> list[str]:
    """Return a list of Fernet keys written with commas, the one in use first. Faults do not quote them."""
    found = [word.strip() for word in secret(name).split(",") if word.strip()]
    if not found:
        raise EnvironmentFaultError(f"The setting {name} holds no key.")
    for number, key in enumerate(found, 1):
        if not _is_fernet_key(key):
            raise EnvironmentFaultError(
                f"Key {number} of the setting {name} is none: it must be 32 bytes in URL-safe base64, as `make setup` writes one."
            )
    return found


def _is_fernet_key(text: str) -> bool:
    try:
        return len(base64.urlsafe_b64decode(text)) == 32
    except ValueError:
        return False


def url(name: str, default: str, *, schemes: tuple[str, ...]) -> str:
    """Return an address of one of the given schemes. It may hold a password, so faults do not quote it."""
    value = secret(name, default)
    try:
        scheme = urlsplit(value).scheme
    except ValueError:
        scheme = ""
    if scheme not in schemes:
        raise EnvironmentFaultError(
            f"The setting {name} must be an address that begins with {' or '.join(f'{s}://' for s in schemes)}."
        )
    return value


def given(name: str) -> bool:
    """Say whether somebody set it."""
    return _find(name) is not None or _find(f"{name}_FILE") is not None


def folder(name: str, default: str) -> Path:
    """Return a folder; a relative one lies in the project."""
    return (ROOT / text(name, default)).resolve()
