"""Header fields as lines: folded at blanks (RFC 5322 §2.2.3), other alphabets as encoded words (RFC 2047).

Nothing here decodes what it is given. A library that reads the encoded word in "=?utf-8?q?a=0d=0aBcc:_x?=" and writes
the field anew makes two fields of it.
"""

import binascii
import re
from collections.abc import Iterable, Iterator
from email.utils import getaddresses, quote

from delivery.domain_records.ascii_form import with_ascii_domain

#: RFC 5322 §2.1.1: so long a line should be, and may be, without its end.
WANTED, LONGEST = 78, 998
#: A single word of a header is no longer than this: with the field's name before it, it fits on a line.
LONGEST_WORD = 900
# An encoded word has 75 characters at most, the line of one 76; "Subject: " stands before the first.
_BYTES_IN_WORD = 39
#: Fields that hold addresses, in which only the names of people may be encoded.
_OF_ADDRESSES = re.compile(
    r"(?i)(?:resent-)?(?:from|to|cc|bcc|sender|reply-to)|errors-to|return-path|disposition-notification-to"
)


def text_field(name: str, value: str) -> bytes:
    """A field of free text; whatever a reader could take for something else is encoded."""
    if not value.isascii() or "=?" in value or value != value.strip():
        return _encoded_field(name, value)
    return _lines(f"{name}:", _pieces(value))


def address_field(name: str, addresses: Iterable[str]) -> bytes:
    """A field of bare addresses. Domains are written in ASCII; a local part beyond it stays as it is (RFC 6532)."""
    first, *others = map(with_ascii_domain, addresses)
    return _lines(f"{name}:", [f" {first}", *(f", {address}" for address in others)], fold_after=1)


def given_field(name: str, value: str) -> bytes:
    """A field whose value the application wrote: as it is where it is ASCII, else encoded.

    The value has no line break, and no word longer than LONGEST_WORD.
    """
    if value.isascii():
        return _lines(f"{name}:", _pieces(value.strip()))
    if not _OF_ADDRESSES.fullmatch(name):
        return _encoded_field(name, value)
    people = [_person(shown, address) for shown, address in getaddresses([value]) if address]
    if not people:
        return _encoded_field(name, value)
    first, *others = people
    return _lines(f"{name}:", [f" {first}", *(f", {person}" for person in others)], fold_after=1)


def _person(shown: str, address: str) -> str:
    address = with_ascii_domain(address)
    if not shown:
        return address
    if shown.isascii():
        return f'"{quote(shown)}" <{address}>'
    return f"{' '.join(_encoded_words(shown))} <{address}>"


def _encoded_field(name: str, value: str) -> bytes:
    return _lines(f"{name}:", [f" {word}" for word in _encoded_words(value)], most=76)


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
    return "".join(f"{one}\r\n" for one in (*lines, line)).encode()


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
