"""What accepted messages tell about their accounts: they work, their troubles are over, their latest changes are proved."""

from collections.abc import Mapping
from datetime import datetime

from django.db import connection

from delivery.models import Account
from delivery.outcome import incidents

# To the second, so that a busy account's row is not written with every batch; but a release is told at once of its first
# success. Rows are locked in the order of their ids, so that two workers never wait in a circle.
_NOTE = """
WITH due AS (
    SELECT account.id, new.at
    FROM delivery_account AS account JOIN unnest(%s::bigint[], %s::timestamptz[]) AS new (id, at) USING (id)
    WHERE account.last_success_at IS NULL OR account.last_success_at < new.at - interval '1 second'
       OR (account.last_success_at < new.at AND account.last_success_at < account.released_at)
    ORDER BY account.id
    FOR NO KEY UPDATE OF account)
UPDATE delivery_account AS account SET last_success_at = due.at FROM due WHERE account.id = due.id
"""


def note(successes: Mapping[int, datetime], *, accounts: Mapping[int, Account]) -> None:
    """Note when each account (by its id) last had a message accepted."""
    if not successes:
        return
    with connection.cursor() as cursor:
        cursor.execute(_NOTE, [list(successes), list(successes.values())])
    incidents.recover(successes)
    for account_id, at in successes.items():
        _forget_changes(accounts[account_id], at=at)


def _forget_changes(account: Account, *, at: datetime) -> None:
    """What was changed before this success works. What was changed since the account was read is not proved by it."""
    if account.changed_fields and (account.changed_at is None or account.changed_at <= at):
        Account.objects.filter(pk=account.pk, changed_at=account.changed_at).update(changed_fields=[])
        account.changed_fields = []
