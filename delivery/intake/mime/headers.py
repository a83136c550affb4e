"""Header fields as lines: folded at blanks (RFC 5322 §2.2.3), other alphabets as encoded words (RFC 2047)."""

import binascii
from collections.abc import Iterable, Iterator

#: RFC 5322 §2.1.1: so long a line should be, and may be, without its end.
WANTED, LONGEST = 78, 998
# An encoded word has 75 characters at most, the line of one 76; "Subject: " stands before the first.
_BYTES_IN_WORD = 39


def text_field(name: str, value: str) -> bytes:
    """A field of free text; whatever a reader could take for something else is encoded."""
    if not value.isascii() or "=?" in value or value != value.strip():
        return _lines(f"{name}:", [f" {word}" for word in _encoded_words(value)], most=76)
    return _lines(f"{name}:", _pieces(value))


def address_field(name: str, addresses: Iterable[str]) -> bytes:
    """A field of ASCII addresses."""
    first, *others = addresses
    return _lines(f"{name}:", [f" {first}", *(f", {address}" for address in others)], fold_after=1)


def ready_field(name: str, value: str) -> bytes | None:
    """A field whose value is written as it was given, folded where it has blanks; None when it cannot be."""
    if not value.isascii() or "=?" in value or value != value.strip():
        return None
    field = _lines(f"{name}:", _pieces(value))
    return field if max(map(len, field.split(b"\r\n"))) <= LONGEST else None


def _pieces(value: str) -> list[str]:
    """Each word with the blanks before it: a fold there leaves no line blank and takes nothing away."""
    if len(value) <= WANTED - 20:
        return [f" {value}"]
    pieces: list[str] = []
    blanks = ""
    for word in value.split(" "):
        blanks += " "
        if word:
            pieces.append(blanks + word)
            blanks = ""
    return pieces


def _lines(beginning: str, pieces: list[str], *, fold_after: int = 0, most: int = WANTED) -> bytes:
    """The pieces one after the other, on as many lines as it takes; a new line begins `fold_after` into a piece."""
    lines: list[str] = []
    line = beginning
    for piece in pieces:
        if len(line) + len(piece) > most and line != beginning:
            lines.append(line + piece[:fold_after])
            line = piece[fold_after:]
        else:
            line += piece
    return "".join(f"{one}\r\n" for one in (*lines, line)).encode("ascii")


def _encoded_words(value: str) -> Iterator[str]:
    """Words of whole characters; the blank between two of them is not part of the text."""
    chunk = b""
    for character in value:
        encoded = character.encode()
        if len(chunk) + len(encoded) > _BYTES_IN_WORD:
            yield _encoded_word(chunk)
            chunk = b""
        chunk += encoded
    yield _encoded_word(chunk)


def _encoded_word(chunk: bytes) -> str:
    return f"=?utf-8?b?{binascii.b2a_base64(chunk, newline=False).decode('ascii')}?="
