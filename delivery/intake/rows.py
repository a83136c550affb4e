"""A mail as rows: its message, and a job for each recipient. Names are those of the statement in storing.py."""

import json
from datetime import datetime
from typing import Any

from delivery.intake.accounts import Found
from delivery.intake.building import build
from delivery.intake.earlier import digest_of
from delivery.intake.submission import Submission, due_of, expiry_of
from delivery.queries.search import lexemes_of, tsvector_of

Row = dict[str, Any]


def rows_of(submission: Submission, found: Found, *, now: datetime) -> tuple[Row, list[Row]]:
    """The message, its MIME built once for all tries, and its jobs in the order of the recipients."""
    message_id, mime = build(submission, sender=found.sender, now=now)
    message = {
        "source": found.source_id,
        "source_version": found.source_version,
        "account": found.account_id,
        "account_version": found.account_version,
        "kind": submission.kind,
        "subject": submission.subject,
        "sender": found.sender,
        "message_id": message_id,
        "mime": mime,
        "references": json.dumps(dict(submission.references)) if submission.references else "{}",
        "key": submission.idempotency_key,
        "digest": digest_of(submission) if submission.idempotency_key else b"",
        "priority": submission.priority,
        "due_at": due_of(submission, now=now),
        "expires_at": expiry_of(submission, now=now),
    }
    jobs = [
        {
            "recipient": recipient,
            "tokens": tsvector_of(
                lexemes_of(
                    recipient=recipient,
                    subject=submission.subject,
                    kind=submission.kind,
                    sender=found.sender,
                    message_id=message_id,
                    references=submission.references,
                )
            ),
        }
        for recipient in submission.recipients
    ]
    return message, jobs
