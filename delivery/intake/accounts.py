"""Which account a mail leaves through: by alias, else by From, else the source's own.

What was found is remembered for a moment, with the versions of the rows it was found in. Whoever stores a mail on the
strength of it has the versions compared in the same statement (storing.py), so that a change counts at once.
"""

import time
from collections.abc import Collection
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection

from delivery.intake.submission import Refusal, Submission, is_address

#: Seconds after which a better answer may be looked for: an account that was made since.
A_MOMENT = 1.0
_MOST = 10_000

# A version is PostgreSQL's own: where the row stands and who wrote it. It changes with every change of the row.
_FIND = """
SELECT source.id, source.ctid::text || source.xmin::text, account.id, account.version,
       COALESCE(NULLIF(account.from_email, ''), account.username)
FROM unnest(%s::text[], %s::text[], %s::text[]) WITH ORDINALITY AS asked (account, sender, source, place)
LEFT JOIN delivery_source AS source ON source.slug = asked.source
LEFT JOIN LATERAL (
    SELECT one.id, one.ctid::text || one.xmin::text AS version, one.from_email, one.username FROM delivery_account AS one
    WHERE NOT one.reported_only AND CASE
        WHEN asked.account <> '' THEN one.alias = asked.account
        ELSE asked.sender <> '' AND upper(one.from_email) = upper(asked.sender) OR one.id = source.default_account_id
    END
    ORDER BY upper(one.from_email) = upper(asked.sender) DESC, one.id
    LIMIT 1
) AS account ON true
ORDER BY asked.place
"""


class Asked(NamedTuple):
    """What of a mail decides about its account."""

    account: str
    sender: str
    source: str


@dataclass(frozen=True, kw_only=True)
class Found:
    """The account, the From of its mail, and the versions of the rows that say so."""

    source_id: int | None
    source_version: str | None
    account_id: int
    account_version: str
    sender: str


def asked_by(submission: Submission) -> Asked:
    """What to look for."""
    return Asked(submission.account.lower(), submission.sender, submission.source)


def find(asked: Collection[Asked]) -> dict[Asked, Found | Refusal]:
    """Look all of them up, in one question."""
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [list(column) for column in zip(*asked, strict=True)])
        return {one: _found(one, *row) for one, row in zip(asked, cursor.fetchall(), strict=True)}


def _found(
    asked: Asked,
    source_id: int | None,
    source_version: str | None,
    account_id: int | None,
    account_version: str,
    address: str,
) -> Found | Refusal:
    if asked.source and source_id is None:
        return Refusal(field="source", says=f"{asked.source[:80]!r} is not known")
    if account_id is None:
        if asked.account:
            return Refusal(field="account", says=f"{asked.account[:80]!r} is not known")
        return Refusal(field="account", says="is not given, and no account sends from this address")
    sender = asked.sender or address
    if not is_address(sender):
        return Refusal(field="sender", says="is empty, and the account has no From that is an e-mail address")
    return Found(
        source_id=source_id,
        source_version=source_version,
        account_id=account_id,
        account_version=account_version,
        sender=sender,
    )


class Remembered:
    """What this process found a moment ago. A refusal is not remembered: what is missing may be made any time."""

    def __init__(self) -> None:
        self._found: dict[Asked, tuple[float, Found]] = {}

    def find(self, asked: Asked) -> Found | Refusal:
        """Answer from memory, or look it up."""
        then, found = self._found.get(asked, (0.0, None))
        now = time.monotonic()
        if found is not None and now - then < A_MOMENT:
            return found
        answer = find([asked])[asked]
        if isinstance(answer, Found):
            if len(self._found) >= _MOST:
                self._found.clear()
            self._found[asked] = (now, answer)
        return answer

    def forget(self, asked: Asked) -> None:
        """It has changed."""
        self._found.pop(asked, None)


#: Of this process.
REMEMBERED = Remembered()
