"""One trial: mail is handed over and sent while the schedule is gone through; at its end the truth is looked at."""

import random
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import DatabaseError, connection

from chaos import truth
from chaos.events import Doer, Event, make_schedule
from chaos.house import House
from chaos.mail import Plan, hand_over, make_accounts, make_plan
from delivery.models import Job

#: Without any progress for so long (seconds) something is stuck.
_STUCK = 90
#: After so long without progress the trial stops waiting for retries that are due later.
_IMPATIENT = 3


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What kind of trial."""

    messages: int
    kills: int
    workers: int
    seed: int
    brief: bool


def run(house: House, wanted: Wanted) -> int:
    """Go through one trial and say what was found; 0 when all promises held."""
    chance = random.Random(wanted.seed)
    make_accounts(house, house.open_sandbox())
    plans = make_plan(chance, wanted.messages)
    schedule = make_schedule(chance, kills=wanted.kills, workers=wanted.workers, brief=wanted.brief)
    began = time.monotonic()
    intake = threading.Thread(target=_hand_over, args=(plans,), daemon=True)
    intake.start()
    for _ in range(wanted.workers):
        house.start_worker()
    for _ in range(2):
        house.start_beat()
    doer = Doer(house)
    ended = _go_through(house, doer, schedule, size=wanted.messages)
    intake.join(_STUCK)
    ended = ended and _wait_for_the_end()
    slowest = max(worker.stop() for worker in house.workers)
    found, numbers = truth.faults(
        plans,
        house.ask("/mailbox"),
        house.ask("/accounts"),
        kills=truth.Kills(cut_off=doer.cut_off, pids=doer.killed, crashes=doer.crashes),
    )
    if not ended:
        found.insert(0, f"nothing more happened for {_STUCK} s")
    if slowest > 30:
        found.append(f"a worker took {slowest:.0f} s to stop")
    print(f"{time.monotonic() - began:.0f} s, {doer.worker_kills} times a worker was killed; {numbers}")
    for fault in found[:40]:
        print(f"  BROKEN {fault}")
    if found:
        print(f"{len(found)} faults; the schedule of seed {wanted.seed} was:")
        for event in schedule:
            print(f"  {event}")
    return 1 if found else 0


def _hand_over(plans: Sequence[Plan]) -> None:
    for plan in plans:
        while not hand_over(plan):
            time.sleep(0.1)
    connection.close()


def _go_through(house: House, doer: Doer, schedule: Sequence[Event], *, size: int) -> bool:
    """Do each event when its share of the mail is over."""
    for event in schedule:
        if not _progress_to(house, int(event.at * size)):
            return False
        doer.do(event)
    return True


def _progress_to(house: House, wanted: int) -> bool:
    last, since = -1, time.monotonic()
    while (over := _received(house) + _ended_otherwise()) < wanted:
        if over != last:
            last, since = over, time.monotonic()
        elif time.monotonic() - since > _STUCK:
            return False
        elif time.monotonic() - since > _IMPATIENT:
            _press_retry()
        time.sleep(0.02)
    return True


def _received(house: House) -> int:
    return sum(counters.get("accepted", 0) for counters in house.ask("/counters").values())


def _ended_otherwise() -> int:
    """What will not arrive any more, or has and is counted twice: in a small trial kills leave many in doubt."""
    try:
        return Job.objects.filter(state__in=(Job.State.FAILED, Job.State.UNCERTAIN)).count()
    except DatabaseError:
        connection.close()
        return 0


def _press_retry() -> None:
    """What an admin would do who does not want to wait: everything that waits is due now."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("UPDATE delivery_account SET paced_until = NULL WHERE paced_until > now()")
            cursor.execute("UPDATE delivery_job SET due_at = now() WHERE state = 'queued' AND due_at > now()")
    except DatabaseError:
        connection.close()


def _wait_for_the_end() -> bool:
    last, since = -1, time.monotonic()
    while left := _unfinished():
        if left != last:
            last, since = left, time.monotonic()
        elif time.monotonic() - since > _STUCK:
            return False
        _press_retry()
        time.sleep(0.5)
    return True


def _unfinished() -> int:
    while True:
        try:
            return Job.objects.unfinished().count()
        except DatabaseError:
            connection.close()
            time.sleep(0.1)
