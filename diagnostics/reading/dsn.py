"""The machine-readable part of a delivery report (RFC 3464): one block of fields per recipient."""

import re
from dataclasses import dataclass

_FIELD = re.compile(r"^([A-Za-z][A-Za-z-]{2,40}):[ \t]*(.*)$")
_STATUS = re.compile(r"(?<![\d.])([245])[. ]{1,3}(\d{1,3})[. ]{1,3}(\d{1,3})(?![\d.])")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,64}@[^\s<>()\[\],;:\"]{1,255}")
_QUOTED = re.compile(r"\"[^\"]{1,64}\"@[A-Za-z0-9.-]{1,255}")


@dataclass(frozen=True, kw_only=True)
class Block:
    """What the report says of one recipient; `action` is lower case, "failed" where the report names none."""

    address: str
    action: str
    status: str | None
    diagnostic: str
    remote: str | None = None


def read_blocks(report: str) -> tuple[Block, ...]:
    """Return every recipient's block, in order; a recipient named twice counts once, by its last block."""
    found: dict[str, Block] = {}
    for rows in _split(report):
        block = _block(rows)
        if block is not None:
            found[block.address.lower()] = block
    return tuple(found.values())


def address_in(text: str) -> str | None:
    """Return the first e-mail address of a text."""
    match = _QUOTED.search(text) or _ADDRESS.search(text)
    return match[0].strip(".'") if match else None


def _split(report: str) -> list[dict[str, str]]:
    """Unfold the fields and start a new block at each recipient."""
    blocks: list[dict[str, str]] = [{}]
    last = ""
    for line in report.replace("\r", "").split("\n"):
        match = _FIELD.match(line)
        if match:
            last = match[1].lower()
            starts = last in {"final-recipient", "original-recipient"} and last in blocks[-1]
            if starts or (
                last == "original-recipient"
                and "action" in blocks[-1]
                and "final-recipient" in blocks[-1]
                and not blocks[-1].get("open")
            ):
                blocks.append({})
            blocks[-1].setdefault(last, match[2].strip())
            blocks[-1]["open"] = "yes"
        elif line[:1] in " \t" and line.strip() and last in blocks[-1]:
            blocks[-1][last] += " " + line.strip()
        elif not line.strip():
            blocks[-1].pop("open", None)
            last = ""
    return blocks


def _block(rows: dict[str, str]) -> Block | None:
    named = next(
        (rows[key] for key in ("final-recipient", "original-recipient", "x-actual-recipient") if rows.get(key)), ""
    )
    address = address_in(named.rpartition(";")[2]) or address_in(rows.get("original-recipient", ""))
    if address is None and ";" in named:
        address = named.rpartition(";")[2].strip(" <>") or None
    if address is None:
        return None
    status = _STATUS.search(rows.get("status", ""))
    return Block(
        address=address,
        action=rows.get("action", "failed").split()[0].lower() if rows.get("action", "").strip() else "failed",
        status=".".join(status.groups()) if status else None,
        diagnostic=rows.get("diagnostic-code", ""),
        remote=rows.get("remote-mta", "").rpartition(";")[2].strip() or None,
    )
