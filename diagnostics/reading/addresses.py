"""E-mail addresses as servers print them, and as a person would write them down."""

import re
from collections.abc import Iterable

#: Chinese and Japanese sentences stand around an address without a blank.
_WIDE = "\u3000-\u303f\uff00-\uffef"
_LOCAL = rf"[^\s<>()\[\],;:\"@{_WIDE}]{{1,64}}"
_DOMAIN = rf"[^\s<>()\[\],;:\"'@|*{_WIDE}]{{1,255}}"
#: One address, as a group of its own in larger patterns.
ADDRESS = rf"({_LOCAL}@{_DOMAIN})"
_ADDRESS = re.compile(ADDRESS)
_QUOTED = re.compile(rf"\"[^\"\n]{{1,64}}\"@{_DOMAIN}")
#: Gateways hide an address in another one: X.400's domain-defined attribute, Exchange's encapsulation, RFC 6533's escapes.
_X400 = re.compile(r"(?i)dda:(?:rfc-?822|smtp)=([^\s;/]{1,64}?)\(a\)([^\s;/]{1,255})")
_ENCAPSULATED = re.compile(r"(?i)IMCEASMTP-([^\s@]{3,300})@")
_HEX = re.compile(r"\+([0-9A-Fa-f]{2})")
_ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_LABEL = re.compile(r"(?i)^smtp=")
_MOST_TEXT = 50_000


def address_in(text: str) -> str | None:
    """Return the first e-mail address of a text, taken out of its wrapping."""
    text = text[:_MOST_TEXT]
    if (hidden := _X400.search(text)) is not None:
        return tidy(f"{hidden[1]}@{hidden[2]}")
    if (hidden := _ENCAPSULATED.search(text)) is not None:
        return tidy(_HEX.sub(lambda code: chr(int(code[1], 16)), hidden[1]))
    if "\\x{" in text:
        text = _ESCAPED.sub(_character, text)
    match = _QUOTED.search(text) or _ADDRESS.search(text)
    return tidy(match[0]) if match else None


def is_address(text: str) -> bool:
    """Whether a text is one address; reports also name files, pipes and bare users."""
    return _ADDRESS.fullmatch(text) is not None or _QUOTED.fullmatch(text) is not None


def addresses_in(text: str) -> list[str]:
    """Every address of a header or a text, each once, in order."""
    return once(tidy(match[0]) for match in _ADDRESS.finditer(text[:_MOST_TEXT]))


def once(addresses: Iterable[str]) -> list[str]:
    """Drop what is named again, in whatever case."""
    found: dict[str, str] = {}
    for address in addresses:
        found.setdefault(address.lower(), address)
    return list(found.values())


def tidy(address: str) -> str:
    """Take away the brackets, quotes, full stops and labels that a sentence, a list or a gateway put around an address."""
    return _LABEL.sub("", address.strip("<>'`").rstrip(".!?").lstrip("*"))


def _character(code: re.Match[str]) -> str:
    number = int(code[1], 16)
    return chr(number) if number < 0x110000 else code[0]
