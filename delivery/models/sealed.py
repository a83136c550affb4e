"""A text column that only this installation can read: encrypted at rest, masked wherever it might be printed."""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


class UnreadableError(Exception):
    """None of SEALING_KEYS opens what is stored."""


class Sealed:
    """A secret in memory. Printing it shows nothing; `reveal()` is the one way to its text.

    What comes from the database stays encrypted until then, so that pages work also where the keys were lost.
    """

    __slots__ = ("_stored", "_text")

    def __init__(self, text: str) -> None:
        self._text: str | None = text
        self._stored = b""

    @classmethod
    def nothing(cls) -> "Sealed":
        """No secret."""
        return cls("")

    @classmethod
    def stored(cls, sealed: bytes) -> "Sealed":
        """A secret as the database holds it."""
        secret = cls("")
        if sealed:
            secret._text, secret._stored = None, sealed
        return secret

    def reveal(self) -> str:
        """The secret itself; call it where it is used, never where it is shown. Raises UnreadableError."""
        if self._text is None:
            try:
                self._text = _keys().decrypt(self._stored).decode()
            except InvalidToken:
                raise UnreadableError("no key of SEALING_KEYS opens this secret") from None
        return self._text

    def as_stored(self) -> bytes:
        """What the database holds; a secret that was only read goes back as it came."""
        if self._stored:
            return self._stored
        return _keys().encrypt(self._text.encode()) if self._text else b""

    def __bool__(self) -> bool:
        return self._text != ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sealed) and other.reveal() == self.reveal()

    def __hash__(self) -> int:
        return hash(self.reveal())

    def __repr__(self) -> str:
        return "Sealed(•••)" if self else "Sealed()"

    __str__ = __repr__


def _keys() -> MultiFernet:
    """The first key seals, every key opens: so keys can be changed without losing what is stored."""
    return MultiFernet([Fernet(key) for key in settings.SEALING_KEYS])


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]  # not subscriptable at run time
    """Stores a `Sealed` encrypted with SEALING_KEYS; an empty secret is an empty value."""

    description = "Encrypted text"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        """Wrap what the database holds."""
        return None if value is None else Sealed.stored(bytes(value))

    def get_prep_value(self, value: Any) -> bytes | None:
        """Seal what goes to the database."""
        if value is None:
            return None
        secret = value if isinstance(value, Sealed) else Sealed(str(value))
        return secret.as_stored()

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        """Hand the sealed bytes to the driver."""
        sealed = value if prepared else self.get_prep_value(value)
        return None if sealed is None else connection.Database.Binary(sealed)

    def value_to_string(self, obj: models.Model) -> str:
        """Serialising a model never gives its secrets away."""
        return ""
