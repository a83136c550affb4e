"""Texts and files as parts of a mail: CRLF line ends, and a text is encoded only when a line is too long for the wire."""

import base64
import binascii
import re
from urllib.parse import quote

from delivery.intake.mime.headers import LONGEST
from delivery.intake.submission import Attachment

#: RFC 2046 §5.2: these must not be encoded as files are; as files without a type they arrive as they were.
_NEVER_ENCODED = ("message/", "multipart/")
_CHARSET = "utf-8''"
#: A longer name stands on several lines.
_LONGEST_NAME = 50


def text_part(text: str, subtype: str) -> bytes:
    """The fields of the part, the empty line and the text."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
    content = (lines if lines.endswith("\n") else f"{lines}\n").encode()
    encoding, content = _encoded(content)
    fields = f'Content-Type: text/{subtype}; charset="utf-8"\r\nContent-Transfer-Encoding: {encoding}\r\n\r\n'
    return fields.encode("ascii") + content.replace(b"\n", b"\r\n")


def _encoded(content: bytes) -> tuple[str, bytes]:
    """The name of the encoding and the content in it, lines ended by LF."""
    if len(content) <= LONGEST or max(map(len, content.split(b"\n"))) <= LONGEST:
        return ("7bit" if content.isascii() else "8bit"), content
    beyond_ascii = len(content) - len(content.decode("ascii", "ignore"))
    if beyond_ascii * 6 > len(content):
        # The line ends are part of what is encoded, and in a mail they are CRLF.
        return "base64", base64.encodebytes(content.replace(b"\n", b"\r\n"))
    return "quoted-printable", binascii.b2a_qp(content, istext=True)


def file_part(attachment: Attachment) -> bytes:
    """The fields of the part, the empty line and the file in base64; its name as RFC 2231 §4 wants it."""
    kind = attachment.media_type.lower()
    kind = "application/octet-stream" if kind.startswith(_NEVER_ENCODED) else kind
    fields = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: {_disposition(attachment.name)}\r\n\r\n"
    return fields.encode("ascii") + base64.encodebytes(attachment.content).replace(b"\n", b"\r\n")


def _disposition(name: str) -> str:
    escaped = quote(name, safe="")
    if len(escaped) > _LONGEST_NAME:
        pieces = _pieces(escaped)
        return "".join(
            (
                "attachment",
                *(f";\r\n filename*{n}*={'' if n else _CHARSET}{piece}" for n, piece in enumerate(pieces)),
            )
        )
    if escaped == name:
        return f'attachment; filename="{name}"' if name else "attachment"
    return f"attachment; filename*={_CHARSET}{escaped}"


def _pieces(escaped: str) -> list[str]:
    """Cut a percent-encoded name into pieces for lines of their own, never inside an escape."""
    pieces = [""]
    for sign in re.findall(r"%..|.", escaped):
        if len(pieces[-1]) + len(sign) > _LONGEST_NAME:
            pieces.append("")
        pieces[-1] += sign
    return pieces
