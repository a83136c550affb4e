"""Whole messages that came back: what kind they are, whose delivery failed, and what was said about it."""

import re
from dataclasses import dataclass, replace

from diagnostics.evidence import Evidence
from diagnostics.reading import dsn
from diagnostics.reading.addresses import addresses_in, is_address
from diagnostics.reading.complaint import complained, is_complaint
from diagnostics.reading.dsn import Block
from diagnostics.reading.kind import Kind, is_autoreply, is_delay, reports_failure, subject_of
from diagnostics.reading.mime import Pieces, take_apart
from diagnostics.reading.notices import overruling, prose, read_known
from diagnostics.reading.notices.ironport import unpacked
from diagnostics.reading.notices.named import Named
from diagnostics.reading.notification import Notification, read_notification
from diagnostics.reading.read import read
from diagnostics.reading.reply import read_replies
from diagnostics.reading.said import evidence_of, telling, whole_reply

__all__ = ["Bounce", "Failed", "Kind", "read_message"]

_DELIVERED = frozenset({"delivered", "deliverable", "relayed", "expanded"})
_MESSAGE_ID = re.compile(r"(?im)^Message-ID:[ \t]*(<[^>\s]{3,250}>)")
_WRITTEN_TO = re.compile(r"(?im)^(?:To|Cc|X-Envelope-To|Envelope-To|X-Original-To):[ \t]*(.+(?:\n[ \t]+.+){0,200})$")


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
    match = _MESSAGE_ID.search(pieces.original[:50_000])
    kind, recipients = _read(pieces)
    recipients = tuple(_as_told(failed, late=kind == "delay") for failed in recipients)
    return Bounce(kind=kind, recipients=recipients, about=match[1] if match else None)


def _as_told(failed: Failed, *, late: bool) -> Failed:
    """Whether delivery goes on is for the whole message to say, not for a stretch of it."""
    return replace(failed, evidence=replace(failed.evidence, goes_on=late))


def _read(pieces: Pieces) -> tuple[Kind, tuple[Failed, ...]]:
    if is_complaint(pieces):
        return "abuse-report", _complaints(complained(pieces), pieces.notice)
    notification = read_notification(pieces.notice)
    if notification is not None:
        return _notified(notification)
    if pieces.disposition and not reports_failure(pieces):
        return ("autoreply" if is_autoreply(pieces.headers) else "delivered"), ()
    blocks = dsn.read_blocks(pieces.report)
    failed = tuple(block for block in blocks if block.action not in _DELIVERED)
    if blocks and not failed:
        return "delivered", ()
    nameless = failed[0] if len(blocks) == 1 and failed and not is_address(failed[0].address) else None
    found = _told(pieces, nameless) if nameless else ()
    if not found:
        found = tuple(_reported(block, pieces, alone=len(blocks) == 1) for block in failed if block.address)
    if found:
        return ("delay" if all(block.action == "delayed" for block in failed) else "bounce"), found
    if not failed and not reports_failure(pieces):
        return ("autoreply" if is_autoreply(pieces.headers) else "other"), ()
    return ("delay" if is_delay(pieces) else "bounce"), _told(pieces)


def _complaints(addresses: list[str], notice: str) -> tuple[Failed, ...]:
    evidence = replace(read(notice.strip() or "This is an email abuse report"), dialect="dsn")
    return tuple(Failed(address=address, evidence=replace(evidence, recipient=address)) for address in addresses)


def _notified(notification: Notification) -> tuple[Kind, tuple[Failed, ...]]:
    addresses = [address for address, _, _ in notification.recipients]
    if notification.event == "complaint":
        return "abuse-report", _complaints(addresses, "")
    if notification.event != "bounce":
        return "delivered", ()
    return "bounce", tuple(
        Failed(address=address, evidence=evidence_of(unpacked(said), address, status=status))
        for address, status, said in notification.recipients
    )


def _reported(block: Block, pieces: Pieces, *, alone: bool) -> Failed:
    """What the report and the notice say about one recipient, the report first."""
    said = unpacked(whole_reply(block.diagnostic, pieces.notice))
    if telling(said):
        return Failed(address=block.address, evidence=evidence_of(said, block.address, status=block.status))
    known = (named for named in read_known(pieces.notice) if named.address.lower() == block.address.lower())
    named = next(known, None) or prose.about(pieces.notice, block.address, alone=alone)
    return _failed(named, pieces, said=said, status=block.status)


def _failed(named: Named, pieces: Pieces, *, said: str = "", status: str | None = None) -> Failed:
    words = overruling(pieces.notice)
    if words:
        return Failed(address=named.address, evidence=evidence_of(words, named.address, words=words, status=status))
    text = named.stretch if said.isdigit() else f"{said}\n\n{named.stretch}".strip()
    if not named.words and not read_replies(text):
        text = f"{text}\n\n{subject_of(pieces.headers)}".strip()  # some say it in the subject alone
    return Failed(address=named.address, evidence=evidence_of(text, named.address, words=named.words, status=status))


def _told(pieces: Pieces, block: Block | None = None) -> tuple[Failed, ...]:
    """No report, or one that names nobody: whom headers and notice name, each with what is said of it."""
    status, said = (block.status, block.diagnostic) if block else (None, "")
    headers, notice = pieces.headers, pieces.notice
    known = read_known(notice)
    listed = addresses_in(str(headers.get("X-Failed-Recipients", "")))
    if listed:
        by_address = {named.address.lower(): named for named in known}
        known = tuple(
            by_address.get(address.lower()) or prose.about(notice, address, alone=len(listed) == 1)
            for address in listed
        )
    own = {
        address.lower()
        for name in ("From", "Return-Path", "Sender", "To")
        for address in addresses_in(str(headers.get(name, "")))
    }
    returned_to = addresses_in("\n".join(_WRITTEN_TO.findall(pieces.original[:20_000])))
    named = known or prose.read(f"{notice}\n{said}", own, returned_to)
    return tuple(_failed(one, pieces, said=said, status=status) for one in named)
