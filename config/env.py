"""The one place that reads the environment: typed, secrets also from files, and plain words when something is wrong."""

import os
from pathlib import Path


class EnvironmentFaultError(SystemExit):
    """A variable is missing or cannot be read; the message says which, and what to write."""


def text(name: str, default: str | None = None) -> str:
    """A text; without a default the variable must be set. `NAME_FILE` may name a file that holds it."""
    value = os.environ.get(name)
    path = os.environ.get(f"{name}_FILE")
    if value is None and path:
        try:
            value = Path(path).read_text(encoding="utf-8").strip()
        except OSError as error:
            raise EnvironmentFaultError(f"{name}_FILE: {path} cannot be read ({error.strerror}).") from None
    if value is None:
        value = default
    if value is None:
        raise EnvironmentFaultError(f"{name} is not set. Set it in .env or in the environment; see .env.example.")
    return value


def boolean(name: str, default: bool) -> bool:
    """1/true/yes/on or 0/false/no/off."""
    value = text(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise EnvironmentFaultError(f"{name} is {value!r}. Write 1 or 0.")


def integer(name: str, default: int, *, least: int = 0) -> int:
    """A whole number, not below `least`."""
    value = text(name, str(default)).strip()
    if not value.lstrip("-").isdecimal() or int(value) < least:
        raise EnvironmentFaultError(f"{name} is {value!r}. Write a whole number, {least} or more.")
    return int(value)


def words(name: str, default: str = "") -> list[str]:
    """A list, separated by commas."""
    return [word.strip() for word in text(name, default).split(",") if word.strip()]
