"""What the product itself says, in one language: words/<language>.toml by dotted key ("proof.host-answered")."""

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any

from diagnostics.vocabulary import Language

_NAME = re.compile(r"\{([a-z_]+)\}")


class Wording:
    """The sentences of one language. A key that does not exist is a mistake of ours and raises KeyError."""

    def __init__(self, language: Language) -> None:
        self.language = language
        text = resources.files(__package__).joinpath(f"words/{language}.toml").read_text("utf-8")
        self._sentences = dict(_flat(tomllib.loads(text)))

    def say(self, key: str, **values: object) -> str:
        """Return a sentence with its {names} filled in; a name without a value stays as it is."""
        sentence = self._sentences[key]
        return _NAME.sub(lambda match: str(values.get(match[1], match[0])), sentence)

    def has(self, key: str) -> bool:
        """Whether there is a sentence under this key."""
        return key in self._sentences

    def under(self, prefix: str) -> dict[str, str]:
        """Return everything below a key, by what follows it."""
        start = prefix + "."
        return {key.removeprefix(start): text for key, text in self._sentences.items() if key.startswith(start)}

    def keys(self) -> frozenset[str]:
        """Return every key."""
        return frozenset(self._sentences)

    def listed(self, items: list[str]) -> str:
        """Join words as a sentence does: "1", "1 and 2", "1, 2 and 3"; Spanish says "e" before an i."""
        if len(items) < 2:
            return "".join(items)
        joint = self.say("word.and")
        if self.language == "es" and re.match(r"h?i(?![ae])", items[-1], re.IGNORECASE):
            joint = "e"
        return f"{', '.join(items[:-1])} {joint} {items[-1]}"

    def joined(self, word: str, phrase: str) -> str:
        """Put a short word before a phrase as a sentence does; Spanish draws "de el" and "a el" together."""
        contracted = {"de": "del", "a": "al"} if self.language == "es" else {}
        if word in contracted and phrase.startswith("el "):
            return f"{contracted[word]} {phrase.removeprefix('el ')}"
        return f"{word} {phrase}"


@cache
def wording(language: Language) -> Wording:
    """Return the sentences of a language, read once."""
    return Wording(language)


def names_in(sentence: str) -> frozenset[str]:
    """Return the {names} that a sentence wants filled in."""
    return frozenset(_NAME.findall(sentence))


def _flat(table: dict[str, Any], above: str = "") -> list[tuple[str, str]]:
    pairs: list[tuple[str, str]] = []
    for key, value in table.items():
        name = f"{above}{key}"
        pairs.extend(_flat(value, name + ".") if isinstance(value, dict) else [(name, str(value))])
    return pairs
