"""What the servers received, row by row against what we say about it."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection

from chaos.mail import REFUSED, Plan

_JOBS = "SELECT recipient, state FROM delivery_job"
_TALLIES = "SELECT account_id, outcome, sum(count)::bigint FROM delivery_tally GROUP BY 1, 2"
_ATTEMPTS = """
SELECT job.account_id, attempt.outcome, count(*) FROM delivery_attempt AS attempt
JOIN delivery_job AS job ON job.id = attempt.job_id GROUP BY 1, 2
"""
_DOUBTS = """
SELECT attempt.worker, count(*) FROM delivery_attempt AS attempt JOIN delivery_job AS job ON job.id = attempt.job_id
WHERE attempt.outcome = 'uncertain' AND job.recipient NOT LIKE 'vanish.%' GROUP BY 1
"""
_STATES_DISAGREE = """
SELECT job.id, job.state, attempt.outcome FROM delivery_job AS job
JOIN delivery_attempt AS attempt ON attempt.job_id = job.id AND attempt.number = job.last_attempt
WHERE (job.state = 'accepted') <> (attempt.outcome = 'accepted')
   OR (job.state = 'uncertain') <> (attempt.outcome = 'uncertain')
"""


def _rows(sql: str) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return cursor.fetchall()


def faults(
    plans: Sequence[Plan],
    mailbox: Iterable[dict[str, Any]],
    accounts: Iterable[dict[str, Any]],
    *,
    cut_off: int,
    cut_off_together: int,
    in_doubt: int,
) -> tuple[list[str], dict[str, int]]:
    """Everything that is not as promised, and the numbers found."""
    received = Counter(entry["recipient"] for entry in mailbox)
    jobs = _rows(_JOBS)
    states = dict(jobs)
    found: list[str] = []
    if len(jobs) != len(plans) or len(states) != len(plans):
        found.append(f"{len(plans)} messages were handed over, {len(jobs)} jobs are there")
    for plan in plans:
        found += _fault_of(plan.recipient, states.get(plan.recipient, "missing"), received[plan.recipient])
    found += [f"{who}: received, but nobody handed it over" for who in received if who not in states]
    doubts = dict(_rows(_DOUBTS))
    found += _too_many_doubts(list(doubts.values()), cut_off, cut_off_together, in_doubt)
    found += _disagreements()
    for account in accounts:
        if account["peak_connections"] > 3:
            found.append(f"{account['username']}: {account['peak_connections']} connections at once")
    numbers = {
        **Counter(str(state) for state in states.values()),
        "received": received.total(),
        "received twice": sum(1 for count in received.values() if count > 1),
        "uncertain through kills": sum(doubts.values()),
        "connections that left any": len(doubts),
        "connections cut off": cut_off,
        "connections cut off together with the database": cut_off_together,
        "most left by one": max(doubts.values(), default=0),
    }
    return found, numbers


def _too_many_doubts(doubts: Sequence[int], cut_off: int, cut_off_together: int, in_doubt: int) -> list[str]:
    """One message for each connection of a killed worker; more only where the database was killed with it."""
    found = []
    if len(doubts) > cut_off + cut_off_together:
        found.append(f"{len(doubts)} connections left doubts, {cut_off + cut_off_together} were cut off")
    many = [count for count in doubts if count > 1]
    if len(many) > cut_off_together:
        found.append(f"{len(many)} connections left more than one message in doubt: {many}")
    if max(doubts, default=0) > in_doubt:
        found.append(f"one connection left {max(doubts)} messages in doubt, {in_doubt} is the most")
    return found


def _fault_of(recipient: str, state: str, received: int) -> list[str]:
    word = recipient.partition(".")[0]
    # A kill can leave any message in doubt.
    wanted = {"uncertain"} | ({"failed"} if word in REFUSED else set() if word == "vanish" else {"accepted"})
    least = 1 if state == "accepted" else 0
    most = 0 if word in REFUSED else 1
    faults = []
    if state not in wanted:
        faults.append(f"{recipient}: is {state}, received {received} times")
    if not least <= received <= most:
        faults.append(f"{recipient}: received {received} times, but is {state}")
    return faults


def _disagreements() -> list[str]:
    tallies = {(account, outcome): count for account, outcome, count in _rows(_TALLIES)}
    attempts = {(account, outcome): count for account, outcome, count in _rows(_ATTEMPTS)}
    found = [
        f"account {key[0]}: {attempts.get(key, 0)} attempts {key[1]}, tallies say {tallies.get(key, 0)}"
        for key in sorted({*tallies, *attempts})
        if tallies.get(key, 0) != attempts.get(key, 0)
    ]
    found += [f"job {job}: is {state}, its last attempt {outcome}" for job, state, outcome in _rows(_STATES_DISAGREE)]
    return found
