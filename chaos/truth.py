"""What the servers received, row by row against what we say about it."""

from collections import Counter
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from typing import Any, NamedTuple

from django.db import connection

from chaos.mail import REFUSED, Plan
from delivery.sending.lost import LOST
from delivery.sending.recorder import LONGEST_LEAD

_JOBS = "SELECT recipient, state FROM delivery_job"
_TALLIES = "SELECT account_id, outcome, sum(count)::bigint FROM delivery_tally GROUP BY 1, 2"
_ATTEMPTS = """
SELECT job.account_id, attempt.outcome, count(*) FROM delivery_attempt AS attempt
JOIN delivery_job AS job ON job.id = attempt.job_id GROUP BY 1, 2
"""
_DOUBTS = """
SELECT attempt.worker, count(*), max(job.lead), min(attempt.opened_at), max(attempt.closed_at)
FROM delivery_attempt AS attempt JOIN delivery_job AS job ON job.id = attempt.job_id
WHERE attempt.outcome = 'uncertain' AND attempt.facts ->> 'note' = %s GROUP BY 1
"""
#: Nobody was killed with these, and their servers did not go away: `vanish` does, and so does the first account's.
_WITHOUT_REASON = """
SELECT job.recipient, attempt.text FROM delivery_job AS job
JOIN delivery_account AS account ON account.id = job.account_id
JOIN delivery_attempt AS attempt ON attempt.job_id = job.id AND attempt.number = job.last_attempt
WHERE job.state = 'uncertain' AND attempt.facts ->> 'note' IS DISTINCT FROM %s
  AND job.recipient NOT LIKE 'vanish.%%' AND account.alias <> 'chaos-0'
"""
_STATES_DISAGREE = """
SELECT job.id, job.state, attempt.outcome FROM delivery_job AS job
JOIN delivery_attempt AS attempt ON attempt.job_id = job.id AND attempt.number = job.last_attempt
WHERE (job.state = 'accepted') <> (attempt.outcome = 'accepted')
   OR (job.state = 'uncertain') <> (attempt.outcome = 'uncertain')
"""


@dataclass(frozen=True, kw_only=True)
class Kills:
    """What was done to the workers and the database."""

    #: Connections that were open when their worker was killed.
    cut_off: int
    pids: Set[int]
    crashes: Sequence[datetime]


class Doubts(NamedTuple):
    """What one connection left in doubt, and from when to when it was not known how that ended."""

    worker: str
    many: int
    #: How far ahead of the disk it had promised to be at most.
    lead: int
    opened_at: datetime
    closed_at: datetime

    @property
    def pid(self) -> int:
        """The process the connection belonged to."""
        return int(self.worker.split(":")[1])

    def spans(self, crashes: Iterable[datetime]) -> bool:
        """Whether the database crashed in that time: before the sweep looked after the dead worker."""
        return any(self.opened_at <= crash <= self.closed_at for crash in crashes)


def _rows(sql: str, values: Sequence[str] = ()) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall()


def faults(
    plans: Sequence[Plan],
    mailbox: Iterable[dict[str, Any]],
    accounts: Iterable[dict[str, Any]],
    *,
    kills: Kills,
) -> tuple[list[str], dict[str, int]]:
    """Everything that is not as promised, and the numbers found."""
    received = Counter(entry["recipient"] for entry in mailbox)
    # A server that is late for everybody takes and answers also what it would have refused or left without an answer.
    answered = {entry["recipient"] for entry in mailbox if entry["answered"]}
    jobs = _rows(_JOBS)
    states = dict(jobs)
    found: list[str] = []
    if len(jobs) != len(plans) or len(states) != len(plans):
        found.append(f"{len(plans)} messages were handed over, {len(jobs)} jobs are there")
    for plan in plans:
        state = states.get(plan.recipient, "missing")
        is_answered = plan.recipient in answered
        found += _fault_of(plan.recipient, state, received[plan.recipient], is_answered=is_answered)
    found += [f"{who}: received, but nobody handed it over" for who in received if who not in states]
    doubts = [Doubts(*row) for row in _rows(_DOUBTS, [LOST])]
    found += _too_many_doubts(doubts, kills)
    found += [f"{who}: uncertain without a reason: {text}" for who, text in _rows(_WITHOUT_REASON, [LOST])]
    found += _disagreements()
    for account in accounts:
        if account["peak_connections"] > 3:
            found.append(f"{account['username']}: {account['peak_connections']} connections at once")
    numbers = {
        **Counter(str(state) for state in states.values()),
        "received": received.total(),
        "received twice": sum(1 for count in received.values() if count > 1),
        "uncertain through kills": sum(each.many for each in doubts),
        "connections cut off": kills.cut_off,
        "connections that left any": len(doubts),
        "of them through a crash of the database": sum(each.spans(kills.crashes) for each in doubts),
        "most left by one": max((each.many for each in doubts), default=0),
    }
    return found, numbers


def _too_many_doubts(doubts: Sequence[Doubts], kills: Kills) -> list[str]:
    """One message for each connection of a killed worker; its lead only where the database lost its last moments too."""
    found = []
    if len(doubts) > kills.cut_off:
        found.append(f"{len(doubts)} connections left doubts, {kills.cut_off} were cut off")
    for each in doubts:
        if each.pid not in kills.pids:
            found.append(f"{each.worker}: left {each.many} in doubt, but it was not killed")
        elif each.many > (min(each.lead, LONGEST_LEAD) if each.spans(kills.crashes) else 1):
            found.append(
                f"{each.worker}: left {each.many} in doubt from {each.opened_at} to {each.closed_at}, lead {each.lead}"
            )
    return found


def _fault_of(recipient: str, state: str, received: int, *, is_answered: bool) -> list[str]:
    word = recipient.partition(".")[0]
    is_refused = word in REFUSED and not is_answered
    may_be_accepted = word != "vanish" or is_answered
    # A kill can leave any message in doubt.
    wanted = {"uncertain"} | ({"failed"} if is_refused else {"accepted"} if may_be_accepted else set())
    least = 1 if state == "accepted" else 0
    most = 0 if is_refused else 1
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
