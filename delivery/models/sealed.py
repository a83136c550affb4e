"""A text column that only this installation can read: encrypted at rest, masked wherever it might be printed."""

from typing import Any

from cryptography.fernet import Fernet, MultiFernet
from django.conf import settings
from django.db import models


class Sealed:
    """A secret in memory. Printing it shows nothing; `reveal()` is the one way to its text."""

    __slots__ = ("_text",)

    def __init__(self, text: str) -> None:
        self._text = text

    @classmethod
    def nothing(cls) -> "Sealed":
        """No secret."""
        return cls("")

    def reveal(self) -> str:
        """The secret itself; call it where it is used, never where it is shown."""
        return self._text

    def __bool__(self) -> bool:
        return bool(self._text)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other._text == self._text

    def __hash__(self) -> int:
        return hash(self._text)

    def __repr__(self) -> str:
        return "Sealed(•••)" if self._text else "Sealed()"

    __str__ = __repr__


def _keys() -> MultiFernet:
    """The first key seals, every key opens: so keys can be changed without losing what is stored."""
    return MultiFernet([Fernet(key) for key in settings.SEALING_KEYS])


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Stores a `Sealed` encrypted with SEALING_KEYS; an empty secret is an empty value."""

    description = "Encrypted text"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        """Open what the database holds."""
        if value is None:
            return None
        return Sealed(_keys().decrypt(bytes(value)).decode() if value else "")

    def get_prep_value(self, value: Any) -> bytes | None:
        """Seal what goes to the database."""
        if value is None:
            return None
        text = value.reveal() if isinstance(value, Sealed) else str(value)
        return _keys().encrypt(text.encode()) if text else b""

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Hand the sealed bytes to the driver."""
        sealed = value if prepared else self.get_prep_value(value)
        return None if sealed is None else connection.Database.Binary(sealed)

    def value_to_string(self, obj: models.Model) -> str:
        """Serialising a model never gives its secrets away."""
        return ""
