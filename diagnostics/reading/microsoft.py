"""Microsoft's non-delivery reports: "Generating server", "Remote Server returned '…'", and the block for administrators."""

import re

from diagnostics.reading.wrapping import Wrapping

MARKS = (
    r"Diagnostic information for administrators|Informaci[oó]n de diagn[oó]stico para administradores|Generating server: ?\S|Servidor de generaci[oó]n: ?\S",
    r"Remote Server (?:at \S+ \([0-9a-fA-F.:]+\) )?returned ['\"]|#< ?#?[245]\.\d|Your message to \S+ couldn't be delivered",
)
_REMOTE = re.compile(r"Remote Server at ([A-Za-z0-9.-]{1,253}) \(([0-9a-fA-F.:]{2,45})\)")
_RECIPIENT = re.compile(
    r"(?m)^[ \t]*<?([^\s<>@:]{1,64}@[A-Za-z0-9.-]{1,253})>?[ \t]*\r?\n[ \t]*(?:Remote Server|#<)|Your message to ([^\s<>@:]{1,64}@[A-Za-z0-9.-]{1,253}) couldn't"
)


def read(text: str) -> Wrapping:
    """Read which remote server refused, and for whom."""
    remote, recipient = _REMOTE.search(text), _RECIPIENT.search(text)
    return Wrapping(
        host=remote[1] if remote else None,
        ip=remote[2] if remote else None,
        recipient=(recipient[1] or recipient[2]) if recipient else None,
    )
