"""The real case in its own shape, with example addresses, and ways to change one thing in it."""

import json
from datetime import UTC, datetime
from typing import Any

from diagnostics.diagnose import diagnose
from diagnostics.diagnosis import Diagnosis
from diagnostics.document import Document
from diagnostics.facts import Facts
from diagnostics.narrative import compose
from diagnostics.vocabulary import Language

NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
SENDER, RECIPIENT = "farm@example.com", "manuel@example.com"
CRITERIA = "the request did not meet the criteria to be authenticated successfully. Contact your administrator."
TRAILER = "[CH0PR08CA0021.namprd08.prod.outlook.com 2026-01-09T16:12:30.678Z 08DE4F6D4916B5B3]"


def refusal(reason: str = CRITERIA) -> str:
    """What the server said, with one reason or another."""
    return (
        "5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, "
        f"{reason} {TRAILER}"
    )


def record(
    reply: str | None = None,
    *,
    status: str = "MustIssueStartTlsFirst",
    message: str | None = None,
    host: str = "smtp.office365.com",
    port: int = 587,
    ssl: bool = True,
    sender: str = SENDER,
    **fields: Any,
) -> str:
    """A failure record as the application writes it, changed where a test says so."""
    said = message or (
        "The SMTP server requires a secure connection or the client was not authenticated. "
        f"The server response was: {reply or refusal()}"
    )
    error = (
        f"SMTP Error Details:\n  Status Code: {status}\n  Message: {said}\n  To Email: {RECIPIENT}\n"
        f"  SMTP Host: {host}\n  SMTP Port: {port}\n  SSL Enabled: {ssl}\n  From Email: {sender}\n"
    )
    values = {
        "userName": "desarrollo",
        "emailType": "password_recovery",
        "last_error": error,
        "error_history": "Attempt 3: ...",
        "last_error_at": "2026-01-09 16:12:49 UTC",
        "total_retries": 3,
    }
    return json.dumps({**values, **fields})


def diagnosed(text: str | None = None, **facts: Any) -> Diagnosis:
    """The diagnosis of a record, asked on a fixed day."""
    return diagnose(text or record(), Facts(now=NOW, **facts))


def told(text: str | None = None, language: Language = "en", **facts: Any) -> Document:
    """The document of a record in one language."""
    return compose(diagnosed(text, **facts), language)
