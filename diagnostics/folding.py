"""Letters without accents: servers write "direccion" as often as "dirección", and clues are to find both."""

import unicodedata

#: Letters that do not fall apart into a plain one and an accent, and signs that printers put for plain ones.
_PLAIN = str.maketrans(
    {"ł": "l", "Ł": "L", "ß": "ss", "ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "đ": "d", "Đ": "D"}
    | {"ı": "i", "‘": "'", "’": "'", "´": "'", "“": '"', "”": '"', "–": "-", "—": "-"}
)


def folded(text: str) -> str:
    """Take the accents away; scripts that have no plain letters stay, in lower case."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFKD", text.translate(_PLAIN))
    # ASCII keeps its case: in a pattern it tells \\s from \\S.
    return "".join(
        sign if sign.isascii() else sign.lower() for sign in apart if sign.isascii() or not unicodedata.combining(sign)
    )
