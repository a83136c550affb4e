"""Letters without accents: servers write "direccion" as often as "dirección", and clues are to find both."""

import unicodedata

#: Letters that do not fall apart into a plain one and an accent, and signs that printers put for plain ones.
_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "đ": "d", "Đ": "D"}
    | {"ı": "i", "‘": "'", "’": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"}
)


def folded(text: str) -> str:
    """Write a text in ASCII: accents fall away, what has no plain form becomes "?"."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    return "".join(sign for sign in apart if not unicodedata.combining(sign)).encode("ascii", "replace").decode("ascii")
