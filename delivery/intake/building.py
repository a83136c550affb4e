"""Builds the finished message once, at intake: what is stored is what goes over the wire, on every try."""

import re
from datetime import datetime
from secrets import token_hex

from delivery.domain_records.ascii_form import with_ascii_domain
from delivery.intake.mime.compose import composed
from delivery.intake.mime.headers import address_field
from delivery.intake.submission import Submission

#: Headers that the product writes itself.
OURS = frozenset({"from", "to", "cc", "bcc", "subject", "date", "message-id", "mime-version"})
#: To or Cc with the lines it goes on in, in the header of a message that was built here.
_RECIPIENTS = re.compile(rb"(?m)^(To|Cc):((?:[^\r\n]*\r\n)(?:[ \t][^\r\n]*\r\n)*)")


def build(submission: Submission, *, sender: str, now: datetime) -> tuple[str, bytes]:
    """The Message-ID and the message, CRLF line ends, without Bcc."""
    domain = with_ascii_domain(f"@{sender.rpartition('@')[2]}")
    message_id = f"<{token_hex(16)}{domain}>"
    headers = {name: value for name, value in submission.headers.items() if _is_theirs(name.lower())}
    return message_id, composed(submission, sender=sender, message_id=message_id, headers=headers, now=now)


def _is_theirs(name: str) -> bool:
    return name not in OURS and not name.startswith("content-")


def readdressed(mime: bytes, *, old: str, new: str) -> bytes:
    """The same message with `old` replaced by `new` in To and Cc; a blind recipient stays blind.

    No other byte changes.
    """
    header, empty_line, content = mime.partition(b"\r\n\r\n")
    wanted = with_ascii_domain(old).lower()

    def rewritten(field: re.Match[bytes]) -> bytes:
        addresses = [address.strip() for address in field[2].decode().split(",")]
        replaced = [new if with_ascii_domain(one).lower() == wanted else one for one in addresses]
        return field[0] if replaced == addresses else address_field(field[1].decode(), replaced)

    return _RECIPIENTS.sub(rewritten, header + b"\r\n").removesuffix(b"\r\n") + empty_line + content
