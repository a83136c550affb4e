"""What a server offers, read from its answer to EHLO (RFC 5321 §4.1.1.1)."""

from dataclasses import dataclass

from delivery.smtp.reply import Reply


@dataclass(frozen=True, kw_only=True)
class Capabilities:
    """The extensions offered; `max_size` is None where the server names no limit."""

    lines: tuple[str, ...] = ()
    keywords: frozenset[str] = frozenset()
    mechanisms: tuple[str, ...] = ()
    max_size: int | None = None

    def offers(self, keyword: str) -> bool:
        """Whether the extension of this name is offered."""
        return keyword in self.keywords


def read_capabilities(reply: Reply) -> Capabilities:
    """The capabilities in an EHLO reply; its first line is the server's name and greeting."""
    keywords: set[str] = set()
    mechanisms: list[str] = []
    max_size: int | None = None
    for line in reply.lines[1:]:
        # "AUTH=LOGIN" is the form of before RFC 2554; some servers still offer both.
        keyword, *values = line.upper().replace("AUTH=", "AUTH ", 1).split() or [""]
        keywords.add(keyword)
        if keyword == "AUTH":
            mechanisms += [value for value in values if value not in mechanisms]
        if keyword == "SIZE" and values and values[0].isascii() and values[0].isdigit():
            # "SIZE 0" says that there is no fixed limit (RFC 1870 §4).
            max_size = int(values[0][:18]) or None
    return Capabilities(
        lines=reply.lines, keywords=frozenset(keywords), mechanisms=tuple(mechanisms), max_size=max_size
    )
