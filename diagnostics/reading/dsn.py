"""The machine-readable part of a delivery report (RFC 3464): one block of fields per recipient."""

import re
from dataclasses import dataclass

from diagnostics.reading.addresses import address_in

_FIELD = re.compile(r"^([A-Za-z][A-Za-z0-9-]{2,40}):[ \t]*(.*)$")
_STATUS = re.compile(r"(?<![\d.])([245])[. ]{1,3}(\d{1,3})[. ]{1,3}(\d{1,3})(?![\d.])")
_TYPED = re.compile(r"\s*[\w-]{1,40}\s*;")
#: Where gateways from X.400 and Exchange put what the server really said.
_SUPPLEMENTS = ("x400-supplementary-info", "x-supplementary-info")
_COMMENT = re.compile(r"\(([^()]{4,500})\)\s*$")
#: Comments that only say what the status says anyway.
_EMPTY_COMMENT = re.compile(
    r"(?i)(?:other (?:or|and) |other/)?undefined|(?:permanent|temporary|transient|persistent)\b.{0,12} fail|other\b|unknown\b"
)
_RECIPIENT = ("final-recipient", "original-recipient", "x-actual-recipient", "removed-recipient")
_ABOUT_ONE = frozenset({*_RECIPIENT, "action", "status", "diagnostic-code"})


@dataclass(frozen=True, kw_only=True)
class Block:
    """What the report says of one recipient; `action` is lower case, "failed" where the report names none.

    `address` is empty where the report forgot whom it speaks of; `diagnostic` is what was said, without its type.
    """

    address: str
    action: str
    status: str | None
    diagnostic: str
    remote: str | None = None


def read_blocks(report: str) -> tuple[Block, ...]:
    """Return every recipient's block, in order; a recipient named twice counts once, by its last block."""
    found: dict[str, Block] = {}
    for rows in _split(report):
        if not _ABOUT_ONE.isdisjoint(rows):
            block = _block(rows)
            found.pop(block.address.lower(), None)
            found[block.address.lower()] = block
    if len(found) > 1:
        found.pop("", None)
    return tuple(found.values())


def _split(report: str) -> list[dict[str, str]]:
    """Unfold the fields and start a new block at each recipient."""
    blocks: list[dict[str, str]] = [{}]
    last, open_ = "", False
    for line in report.replace("\r", "").split("\n"):
        match = _FIELD.match(line)
        if match:
            last = match[1].lower()
            if _starts_another(last, blocks[-1], open_=open_):
                blocks.append({})
            blocks[-1].setdefault(last, match[2].strip())
            open_ = True
        elif line[:1] in " \t" and line.strip() and last in blocks[-1]:
            blocks[-1][last] += " " + line.strip()
        elif not line.strip():
            last, open_ = "", False
    return blocks


def _starts_another(name: str, rows: dict[str, str], *, open_: bool) -> bool:
    if name in {"final-recipient", "original-recipient"} and name in rows:
        return True
    return name == "original-recipient" and "action" in rows and "final-recipient" in rows and not open_


def _block(rows: dict[str, str]) -> Block:
    status = _STATUS.search(rows.get("status", ""))
    action = rows.get("action", "").split()
    return Block(
        address=_address(rows),
        action=action[0].lower().rstrip(";,.") if action else "failed",
        status=".".join(status.groups()) if status else None,
        diagnostic=f"{_said(rows)} (expired)" if action[:1] == ["expired"] else _said(rows),
        remote=rows.get("remote-mta", "").rpartition(";")[2].strip() or None,
    )


def _address(rows: dict[str, str]) -> str:
    """The recipient that failed, else the one that was written to; a bare name where the report has no more."""
    named = [rows[key] for key in _RECIPIENT if rows.get(key)]
    found = [address for value in named if (address := address_in(value.partition(";")[2] or value)) is not None]
    if found:
        # A domain without a dot is a name within the server's own house, which says nothing to whoever wrote.
        return next((address for address in found if "." in address.rpartition("@")[2]), found[0])
    return next((name for value in named if (name := value.rpartition(";")[2].strip(" <>"))), "")


def _said(rows: dict[str, str]) -> str:
    """The diagnostic without its type; some servers say it in a comment behind the status instead."""
    diagnostic = rows.get("diagnostic-code", "")
    typed = _TYPED.match(diagnostic)
    said = diagnostic[typed.end() :].strip() if typed else diagnostic.strip()
    if said and not said.isdigit():
        return " ".join([said, *(rows[name].strip('"') for name in _SUPPLEMENTS if rows.get(name))])
    comment = _COMMENT.search(rows.get("status", ""))
    return comment[1].strip() if comment and not _EMPTY_COMMENT.match(comment[1]) else said
