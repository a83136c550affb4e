"""The message as the wire wants it: CRLF line ends and doubled leading dots (RFC 5321 §4.5.2)."""

import email
import email.errors
import email.policy
import re

_LINE_END = re.compile(rb"\r\n|\r|\n")
_LEADING_DOT = re.compile(rb"^\.", re.MULTILINE)


def with_crlf(content: bytes) -> bytes:
    """The message with every line ended by CRLF; a lone CR or LF, which some servers take for an end, becomes one."""
    line_ends = content.count(b"\r\n")
    if content.count(b"\r") != line_ends or content.count(b"\n") != line_ends:
        content = _LINE_END.sub(b"\r\n", content)
    return content if content.endswith(b"\r\n") or not content else content + b"\r\n"


def dot_stuffed(content: bytes) -> bytes:
    """The CRLF message with a dot put before each line that starts with one."""
    if content.startswith(b".") or b"\n." in content:
        return _LEADING_DOT.sub(b"..", content)
    return content


def in_seven_bits(content: bytes) -> bytes:
    """The message with its 8-bit parts encoded anew, for servers without 8BITMIME (RFC 6152 §3).

    A message which does not say how its 8-bit text is to be read cannot be encoded anew and stays as it is: refusing
    it would lose mail that nearly every server takes.
    """
    message = email.message_from_bytes(content, policy=email.policy.compat32)
    try:
        return message.as_bytes(policy=email.policy.compat32.clone(cte_type="7bit", linesep="\r\n"))
    except (email.errors.MessageError, ValueError, LookupError, TypeError, AttributeError):
        return content
