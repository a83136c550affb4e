"""Whole messages that came back: what kind they are, whose delivery failed, and what was said about it."""

import re
from dataclasses import dataclass, replace
from email.message import Message
from typing import Literal

from diagnostics.evidence import Evidence, Reply
from diagnostics.reading import dsn
from diagnostics.reading.dsn import Block
from diagnostics.reading.mime import Pieces, take_apart
from diagnostics.reading.read import read
from diagnostics.reading.reply import read_replies

Kind = Literal["bounce", "delay", "autoreply", "abuse-report", "delivered", "other"]

_FROM_A_SERVER = re.compile(
    r"(?i)mailer-?daemon|post_?master|mail delivery|mail system|mail administrator|<>|deliver|bounce|no-?reply@.*mail"
)
_UNDELIVERED = re.compile(
    r"(?i)undeliver|deliver\w* (?:status|fail|has failed|report|problem|error)|fail\w*[ :-]+(?:deliver|notice|mail)|returned (?:mail|to sender)|"
    r"could ?n.?t be delivered|not (?:be )?delivered|non remis|no se (?:pudo|ha podido) entregar|unzustellbar|devuelto|rejected|mail (?:system )?error|"
    r"error message below|could not send|user unknown|invalid user|failure notice|mail could not|warning: (?:message|could)|delayed|permanent (?:fatal )?error|nondeliver|bounce"
)
_AUTOREPLY = re.compile(
    r"(?i)^(?:auto(?:matic)?[: -]*(?:re(?:ply|sponse|spuesta)|antwort)|auto:|out of (?:the )?office|vacation|abwesen|respuesta autom|r[ée]ponse auto|away)"
)
_DELAY = re.compile(
    r"(?i)will (?:be retried|keep trying|continue to (?:try|be))|warning only|delayed|still being retried|not yet been delivered|could not send .{0,40}for past"
)
#: Shorter diagnostics ("550 failed") say less than the notice does.
_TELLING = 12
_DELIVERED = frozenset({"delivered", "relayed", "expanded"})
_LINE = re.compile(
    r"(?m)^[ \t]*(?:<|\"|To: ?|RCPT TO: ?<?|Recipient: ?(?:\[?SMTP: ?)?<?|\* ?)?([^\s<>()\[\],;:\"@]{1,64}@[A-Za-z0-9.-]{2,255})"
)
_NAMED = re.compile(
    r"(?i)(?:message to|mail to|delivering (?:your )?(?:mail|message) to|recipients?(?: address)?:?|address:?|deliver(?:ed|y)? to|user:?|RCPT TO:?|following address(?:\(es\)|es)?:?|to:)\s*"
    r"<?([^\s<>()\[\],;:\"@]{1,64}@[A-Za-z0-9.-]{2,255})"
)


@dataclass(frozen=True, kw_only=True)
class Failed:
    """One recipient whose delivery failed or is late, with everything that was said about it."""

    address: str
    evidence: Evidence


@dataclass(frozen=True, kw_only=True)
class Bounce:
    """A message that came back, read."""

    kind: Kind
    recipients: tuple[Failed, ...] = ()
    #: Message-ID of the message it is about, where the returned headers show it.
    about: str | None = None


def read_message(data: bytes) -> Bounce:
    """Read one whole e-mail; anything that is no report of a failure comes back without recipients."""
    pieces = take_apart(data)
    about = _message_id(pieces.original)
    if pieces.feedback:
        return Bounce(kind="abuse-report", recipients=_complained_of(pieces), about=about)
    blocks = dsn.read_blocks(pieces.report)
    if blocks and all(block.action in _DELIVERED for block in blocks):
        return Bounce(kind="delivered", about=about)
    failed = tuple(_failed(block, pieces, alone=len(blocks) == 1) for block in blocks if block.action not in _DELIVERED)
    if failed:
        late = all(block.action == "delayed" for block in blocks if block.action not in _DELIVERED)
        return Bounce(kind="delay" if late else "bounce", recipients=failed, about=about)
    if not _reports_failure(pieces):
        return Bounce(kind="autoreply" if _is_autoreply(pieces.headers) else "other", about=about)
    found = _from_notice(pieces)
    late = bool(_DELAY.search(pieces.notice)) or "delayed" in str(pieces.headers.get("Subject", "")).lower()
    return Bounce(kind="delay" if late else "bounce", recipients=found, about=about)


def _is_autoreply(headers: Message) -> bool:
    submitted = str(headers.get("Auto-Submitted", "")).lower()
    marked = any(
        headers.get(name) for name in ("X-Autoreply", "X-Autorespond", "X-Apple-Action", "X-Auto-Response-Suppress")
    )
    return (
        submitted.startswith(("auto-replied", "auto-notified"))
        or marked
        or bool(_AUTOREPLY.match(str(headers.get("Subject", ""))))
    )


def _reports_failure(pieces: Pieces) -> bool:
    headers = pieces.headers
    if headers.get("X-Failed-Recipients"):
        return True
    subject = str(headers.get("Subject", ""))
    from_server = bool(_FROM_A_SERVER.search(str(headers.get("From", "")))) or str(
        headers.get("Return-Path", "x")
    ).strip() in {"<>", ""}
    told = bool(_UNDELIVERED.search(subject) or _UNDELIVERED.search(pieces.notice[:20_000]))
    return told and (from_server or not _is_autoreply(headers))


def _complained_of(pieces: Pieces) -> tuple[Failed, ...]:
    """Whom the complaint is about: the report names the recipient, or the returned headers do."""
    named = re.search(r"(?im)^(?:Original-Rcpt-To|Removal-Recipient):[ \t]*(.+)$", pieces.feedback)
    address = dsn.address_in(named[1]) if named else None
    if address is None and (to := re.search(r"(?im)^To:[ \t]*(.+)$", pieces.original)):
        address = dsn.address_in(to[1])
    text = pieces.notice.strip() or "This is an email abuse report"
    return (Failed(address=address, evidence=replace(read(text), dialect="dsn", recipient=address)),) if address else ()


def _failed(block: Block, pieces: Pieces, *, alone: bool) -> Failed:
    """What the report and the notice say about one recipient, the report first."""
    said = (
        block.diagnostic.partition(";")[2].strip()
        if re.match(r"\s*[\w-]+\s*;", block.diagnostic)
        else block.diagnostic.strip()
    )
    around = _paragraph(pieces.notice, block.address, whole=alone)
    return Failed(address=block.address, evidence=_evidence(said, around, block.status, block.address))


def _evidence(said: str, around: str, status: str | None, address: str) -> Evidence:
    telling = len(re.sub(r"[\d.\s;:<>-]+|[^\s@]+@[^\s@]+", "", said)) >= _TELLING
    text = said if telling else f"{said}\n\n{around}".strip()
    evidence = replace(read(text), dialect="dsn", recipient=address)
    return _with_status(evidence, status)


def _with_status(evidence: Evidence, status: str | None) -> Evidence:
    """Let the report's own status stand where the reply shows none."""
    if status is None:
        return evidence
    deciding = evidence.deciding
    if deciding is None:
        words = Reply(code=None, enhanced=status, text=evidence.raw[:4000], start=0, end=min(len(evidence.raw), 4000))
        return replace(evidence, replies=(words,))
    if deciding.enhanced is None and (deciding.code is None or str(deciding.code)[0] == status[0]):
        mended = replace(deciding, enhanced=status)
        return replace(evidence, replies=tuple(mended if reply is deciding else reply for reply in evidence.replies))
    return evidence


def _from_notice(pieces: Pieces) -> tuple[Failed, ...]:
    """No machine-readable part: the addresses that the notice complains of, each with its paragraph."""
    headers = pieces.headers
    named = dsn_addresses(str(headers.get("X-Failed-Recipients", "")))
    own = {
        address.lower()
        for name in ("From", "Return-Path", "Sender", "To")
        for address in dsn_addresses(str(headers.get(name, "")))
    }
    returned_to = dsn_addresses(
        "\n".join(re.findall(r"(?im)^(?:To|Cc|X-Envelope-To|Envelope-To):[ \t]*(.+)$", pieces.original[:20_000]))
    )
    if not named:
        seen = [match[1] for pattern in (_NAMED, _LINE) for match in pattern.finditer(pieces.notice[:50_000])]
        named = [address for address in _once(seen) if address.lower() not in own and not _belongs_to_servers(address)]
        agreed = [address for address in named if address.lower() in {a.lower() for a in returned_to}]
        named = agreed or named[:20]
    if not named:
        named = [address for address in returned_to if address.lower() not in own][:1]
    alone = len(named) == 1
    return tuple(
        Failed(
            address=address,
            evidence=replace(read(_paragraph(pieces.notice, address, whole=alone)), dialect="dsn", recipient=address),
        )
        for address in named
    )


def dsn_addresses(text: str) -> list[str]:
    """Every address of a header or a text, each once, in order."""
    return _once(
        [match.strip(".'") for match in re.findall(r"[^\s<>()\[\],;:\"@]{1,64}@[A-Za-z0-9.-]{2,255}", text[:50_000])]
    )


def _once(addresses: list[str]) -> list[str]:
    return list({address.lower().rstrip("."): address.rstrip(".") for address in reversed(addresses)}.values())[::-1]


def _belongs_to_servers(address: str) -> bool:
    return address.lower().partition("@")[0] in {"mailer-daemon", "abuse", "support", "helpdesk", "noreply", "no-reply"}


def _paragraph(notice: str, address: str, *, whole: bool) -> str:
    """The stretch of the notice that speaks of one recipient, from its name to the next; all of it where no server is quoted there."""
    start = notice.lower().find(address.lower())
    if start < 0:
        return notice.strip()
    begin = notice.rfind("\n", 0, start) + 1
    end_of_line = notice.find("\n", start)
    following = _LINE.search(notice, end_of_line) if end_of_line > 0 and not whole else None
    stretch = notice[begin : following.start() if following else len(notice)].strip()
    return stretch if not whole or read_replies(stretch) else notice.strip()


def _message_id(original: str) -> str | None:
    match = re.search(r"(?im)^Message-ID:[ \t]*(<[^>\s]{3,250}>)", original[:50_000])
    return match[1] if match else None
