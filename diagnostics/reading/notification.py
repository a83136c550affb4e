"""Amazon SES tells of bounces and complaints in JSON; subscribed by mail, it comes as the text of a message."""

import json
from dataclasses import dataclass
from typing import Any

_MOST_TEXT = 200_000
#: Of its own notifications, and of the events it publishes.
_NAMES_OF_EVENT = ("notificationType", "eventType")


@dataclass(frozen=True, kw_only=True)
class Notification:
    """What happened ("bounce", "complaint", "delivery") and to whom: address, status and diagnostic of each."""

    event: str
    recipients: tuple[tuple[str, str | None, str], ...]


def read_notification(text: str) -> Notification | None:
    """Read the first JSON object of a text if it is such a notification, as it is or in an envelope of Amazon SNS."""
    start = text.find("{")
    if start < 0 or not any(name in text[start : start + 2000] for name in _NAMES_OF_EVENT):
        return None
    record = _object(text[start : start + _MOST_TEXT].replace("\n", ""))
    if isinstance(record.get("Message"), str):
        record = _object(record["Message"])
    event = str(next((record[name] for name in _NAMES_OF_EVENT if name in record), "")).lower()
    details = record.get(event)
    if not isinstance(details, dict):
        return None
    rows = details.get("bouncedRecipients") or details.get("complainedRecipients") or []
    return Notification(event=event, recipients=tuple(_row(row) for row in rows if _names(row)))


def _object(text: str) -> dict[str, Any]:
    try:
        record, _ = json.JSONDecoder(strict=False).raw_decode(text)
    except (ValueError, RecursionError):
        return {}
    return record if isinstance(record, dict) else {}


def _names(row: Any) -> bool:
    return isinstance(row, dict) and isinstance(row.get("emailAddress"), str)


def _row(row: dict[str, Any]) -> tuple[str, str | None, str]:
    status = row.get("status")
    said = str(row.get("diagnosticCode") or "")
    said = said.partition(";")[2].strip() or said
    return row["emailAddress"], status if isinstance(status, str) else None, said
