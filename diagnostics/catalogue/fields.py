"""Read the fields of one TOML file of the catalogue; a fault names the file and the field."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from diagnostics.vocabulary import LANGUAGES, Language


class CatalogueError(ValueError):
    """A file of the catalogue is not as it must be; the message names file and field."""


class Fields:
    """One table of a file. Every field asked for is ticked off; `done` complains about what nobody asked for."""

    def __init__(self, file: str, table: Mapping[str, Any], at: str = "") -> None:
        self.file, self.at = file, at
        self._table = table
        self._asked: set[str] = set()

    def fault(self, field: str, wrong: str) -> CatalogueError:
        """Make the error for one field."""
        return CatalogueError(f"{self.file}: {self.at}{field}: {wrong}")

    def has(self, field: str) -> bool:
        """Whether the file has the field at all."""
        return field in self._table

    def _get(self, field: str, kind: type | tuple[type, ...], what: str, default: Any = ...) -> Any:
        self._asked.add(field)
        value = self._table.get(field, default)
        if value is ...:
            raise self.fault(field, "is missing")
        if value is not default and (not isinstance(value, kind) or (isinstance(value, bool) and kind is int)):
            raise self.fault(field, f"must be {what}")
        return value

    def text(self, field: str) -> str:
        """A text that must be there and say something."""
        value: str = self._get(field, str, "a text")
        if not value.strip():
            raise self.fault(field, "is empty")
        return value

    def text_or_none(self, field: str) -> str | None:
        """A text that may be missing."""
        return self.text(field) if self.has(field) else None

    def choice(self, field: str, allowed: tuple[Any, ...], default: Any = ...) -> Any:
        """One word of a closed list."""
        value = self._get(field, str, "a word", default)
        if value is not None and value not in allowed:
            raise self.fault(field, f"{value!r} is not one of {', '.join(map(str, allowed))}")
        return value

    def number(self, field: str, low: int, high: int) -> int:
        """A whole number within bounds."""
        value: int = self._get(field, int, "a whole number")
        if not low <= value <= high:
            raise self.fault(field, f"{value} is not within {low}..{high}")
        return value

    def number_or_none(self, field: str, low: int, high: int) -> int | None:
        """A whole number that may be missing."""
        return self.number(field, low, high) if self.has(field) else None

    def flag(self, field: str) -> bool:
        """A yes or no that is no when missing."""
        value: bool = self._get(field, bool, "true or false", False)
        return value

    def day(self, field: str) -> date:
        """A date."""
        value: date = self._get(field, date, "a date")
        return value

    def texts(self, field: str) -> tuple[str, ...]:
        """A list of texts, empty when missing."""
        values = self._get(field, list, "a list of texts", [])
        if any(not isinstance(value, str) or not value.strip() for value in values):
            raise self.fault(field, "holds something that is no text")
        return tuple(values)

    def words(self, field: str) -> dict[Language, str]:
        """The same text in every language."""
        table = Fields(self.file, self._get(field, dict, "a table with one text per language"), f"{self.at}{field}.")
        words = {language: table.text(language).strip() for language in LANGUAGES}
        table.done()
        return words

    def words_or_none(self, field: str) -> dict[Language, str] | None:
        """Words that may be missing altogether, but not in one language only."""
        return self.words(field) if self.has(field) else None

    def lists(self, field: str) -> dict[Language, tuple[str, ...]]:
        """A list of texts in every language, of equal length; empty when missing."""
        if not self.has(field):
            return dict.fromkeys(LANGUAGES, ())
        table = Fields(self.file, self._get(field, dict, "a table with one list per language"), f"{self.at}{field}.")
        lists = {language: table.texts(language) for language in LANGUAGES}
        table.done()
        if len({len(values) for values in lists.values()}) != 1:
            raise self.fault(field, "has not as many lines in every language")
        return lists

    def weights(self, field: str) -> dict[str, int]:
        """Names with a whole number each; empty when missing."""
        table = self._get(field, dict, "a table of numbers", {})
        for name, value in table.items():
            if not isinstance(value, int) or isinstance(value, bool) or not 0 < value <= 100:
                raise self.fault(f"{field}.{name}", "must be a whole number within 1..100")
        return dict(table)

    def tables(self, field: str) -> Iterator["Fields"]:
        """Each table of a list of tables, in order."""
        rows = self._get(field, list, "a list of tables", [])
        for number, row in enumerate(rows, 1):
            if not isinstance(row, dict):
                raise self.fault(field, "must be written [[…]]")
            yield Fields(self.file, row, f"{self.at}{field}[{number}].")

    def done(self) -> None:
        """Complain about fields that nobody knows: a misspelt name must not go unseen."""
        unknown = sorted(set(self._table) - self._asked)
        if unknown:
            raise self.fault(unknown[0], "is not a field of this table")
