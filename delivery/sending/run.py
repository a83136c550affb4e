"""Sends what is due for one account: one connection, as many jobs as there are, then lets go of everything.

No transaction is open and no database connection is held while the server is spoken to. What a run knows is written down
in an order that a death at any moment leaves at most one message in doubt, loses none and sends none twice:

1. The claim is on the disk before anything is offered. A dead worker's claims end by themselves (leases); jobs without a
   mark go again, for their final dot was never written.
2. The mark "handed over" is in the database before the final dot is written (queue/marking.py). Whoever takes a run's
   jobs over takes its mark away, so a run that was taken over writes no final dot.
3. An acceptance is recorded later, with others (recorder.py); but the next mark on the same connection vouches for it.
   So of all messages of a connection only the one marked last can be without an answer in the database: the one in doubt.
   Every other ending (refused, uncertain, not offered) is recorded before the next message is offered.
4. When the database stops uncleanly, marks may be lost, recorded outcomes and claims are not. A living run writes again
   what was not recorded, gives back the jobs it has not handed over, and ends; for those whose worker died as well the
   epoch says that marks cannot be trusted (lost.py).
"""

import logging
import os
import socket
import time
from collections.abc import Sequence
from functools import partial
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from delivery.models import Account, Attempt
from delivery.outcome import breaker
from delivery.outcome.result import Result
from delivery.queue import marking
from delivery.queue.claiming import Claimed, claim
from delivery.queue.knocking import answered, knock
from delivery.queue.leases import kept_alive
from delivery.queue.marking import MARKS, Vouched, Wanted
from delivery.queue.pacing import give_turns_back, take_turns
from delivery.queue.slots import give_back, take_slot
from delivery.sending.draining import DRAINING
from delivery.sending.endpoint import endpoint_of
from delivery.sending.recorder import SHORTEST_LEAD, Recorder, lead_for
from delivery.sending.results import result_of
from delivery.sending.switchboard import SWITCHBOARD, Line
from delivery.smtp import Accepted, Endpoint, Envelope, Failure, Session, open_session
from delivery.smtp.outcome import Outcome

log = logging.getLogger(__name__)

#: Jobs leased at once, at first and at most: a quick server gets more each time, a slow one leaves some for others.
FEWEST, MOST = 10, 200
#: Seconds a batch should last at least, and at most.
SHORT, LONG = 2.0, 5.0
#: A server that takes longer for each message (seconds, on average) is waited for: company is worth while.
SLOW = 0.005


class NotMarkedError(Exception):
    """Somebody else has the job now, or the database is away: the final dot must not be written."""


def worker_name() -> str:
    """A name no other run has: machine, process, run."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"[:120]


def send_due(account_id: int) -> int:
    """Send the account's due jobs until none is left or none may be sent; answer how many tries were recorded."""
    answered(account_id)
    account = Account.objects.sending().filter(pk=account_id).first()
    now = timezone.now()
    if account is None or DRAINING.is_asked:
        return 0
    if account.state != Account.State.ACTIVE:
        if account.state == Account.State.HELD:
            breaker.hold_waiting(account_id, now=now)
        return 0
    if account.paced_until and account.paced_until > now:
        return 0
    worker = worker_name()
    slot = take_slot(account_id, most=account.max_connections, worker=worker, now=now)
    if slot is None:
        return 0
    try:
        marking.begin(worker, now=now)
        connection.close()
        with kept_alive(worker), MARKS.kept_open(), Recorder(account) as recorder:
            _Run(account, worker, recorder).go()
        if not recorder.has_lost:
            marking.end(worker)
        if recorder.stops:
            breaker.hold_waiting(account_id, now=timezone.now())
        return recorder.recorded
    finally:
        give_back(account_id, slot, worker=worker, now=timezone.now())
        connection.close()


class _Run:
    """One worker's time with one account: the connection is opened for the first batch and kept for the next."""

    def __init__(self, account: Account, worker: str, recorder: Recorder) -> None:
        self._account = account
        self._worker = worker
        self._recorder = recorder
        self._endpoint: Endpoint = endpoint_of(account)
        self._session: Session | None = None
        self._vouched: Vouched | None = None
        self._size = FEWEST
        self._lead = SHORTEST_LEAD
        #: Seconds of the batch that went by in the conversation, not in waiting for the database to record.
        self._spoken = 0.0
        self._called = False
        #: No session, the lease or the database lost.
        self._broken = False

    @property
    def _must_stop(self) -> bool:
        return self._broken or self._recorder.stops or self._recorder.has_lost or DRAINING.is_asked

    def go(self) -> None:
        """Send batch after batch."""
        try:
            while not self._must_stop and (jobs := self._claim()):
                is_full = len(jobs) == self._size
                if len(jobs) == MOST:
                    self._call_company()
                began, self._spoken = time.monotonic(), 0.0
                self._converse(jobs)
                if is_full and self._spoken > len(jobs) * SLOW:
                    self._call_company()
                self._resize(time.monotonic() - began)
                self._lead = lead_for(len(jobs), self._spoken)
        finally:
            if self._session is not None:
                self._session.close()

    def _claim(self) -> list[Claimed]:
        now, nonce = timezone.now(), uuid4().hex
        account_id, per_minute = self._account.pk, self._account.per_minute
        try:
            turns = take_turns(account_id, per_minute=per_minute, wanted=self._size, nonce=nonce, now=now)
            if not turns:
                return []
            jobs = claim(account_id, worker=self._worker, limit=turns, now=now, lead=self._lead, known=self._account)
            if per_minute is not None:
                give_turns_back(account_id, nonce=nonce, taken=turns, used=len(jobs))
            self._recorder.lead = self._lead
            return jobs
        finally:
            connection.close()

    def _call_company(self) -> None:
        """There is more than one can carry: let another connection join in. Once: it calls the next itself."""
        if not self._called and self._account.max_connections > 1:
            self._called = True
            knock(self._account.pk)

    def _resize(self, lasted: float) -> None:
        if lasted < SHORT:
            self._size = min(MOST, self._size * 2)
        elif lasted > LONG:
            self._size = max(FEWEST, self._size // 2)

    def _converse(self, jobs: Sequence[Claimed]) -> None:
        """Offer the jobs one after the other; what is left when the run must stop was not offered."""
        left = jobs
        while left and not self._must_stop:
            if self._session is None or not self._session.is_open:
                opened = open_session(self._endpoint)
                if isinstance(opened, Failure):
                    self._broken = True
                    self._recorder.add(self._result(opened, left[0]))
                    left = left[1:]
                    break
                self._session = opened
            left = self._speak(self._session, left)
        if left:
            self._recorder.add(*(self._not_offered(job) for job in left))

    def _speak(self, session: Session, jobs: Sequence[Claimed]) -> Sequence[Claimed]:
        """Offer as many jobs as this session lasts for; answer those that are left."""
        envelopes = [
            Envelope(sender=job.sender, recipient=job.recipient, content=session.fitted(job.mime)) for job in jobs
        ]
        with DRAINING.watched(session):
            return SWITCHBOARD.speak(session, partial(self._offer_each, session, jobs, envelopes))

    def _offer_each(
        self, session: Session, jobs: Sequence[Claimed], envelopes: Sequence[Envelope], line: Line
    ) -> Sequence[Claimed]:
        """The conversation; it must not block (see switchboard.py)."""
        followers: list[Envelope | None] = [*envelopes[1:], None]
        for position, (job, envelope, following) in enumerate(zip(jobs, envelopes, followers, strict=True)):
            line.wait_until(self._recorder.has_room)
            if self._must_stop or not session.is_open:
                return jobs[position:]
            if job.expires_at is not None and job.expires_at <= timezone.now():
                # Its time ran out while it waited for the messages before it; the sweep ends it.
                self._recorder.add(self._not_offered(job))
                line.wait_until(self._recorder.is_settled)
                continue
            began = time.monotonic()
            try:
                outcome = session.send(envelope, partial(self._mark, job, line), following)
            except NotMarkedError:
                self._broken = True
                return jobs[position:]
            self._spoken += time.monotonic() - began
            self._recorder.add(self._result(outcome, job))
            if isinstance(outcome, Accepted):
                self._vouched = Vouched(job_id=job.job_id, text=outcome.raw)
            else:
                line.wait_until(self._recorder.is_settled)
        return ()

    def _mark(self, job: Claimed, line: Line) -> None:
        wanted = Wanted(
            job_id=job.job_id,
            worker=self._worker,
            claimed_at=job.claimed_at,
            at=timezone.now(),
            vouched=self._vouched,
        )
        line.mark(wanted)
        if wanted.is_set:
            return
        if wanted.fault is None:
            log.warning("job %s was taken over before its message was handed over", job.job_id)
        else:
            log.warning("job %s is kept back, the database is away: %s", job.job_id, type(wanted.fault).__name__)
        raise NotMarkedError

    def _result(self, outcome: Outcome, job: Claimed) -> Result:
        return result_of(outcome, job, endpoint=self._endpoint, worker=self._worker, at=timezone.now())

    def _not_offered(self, job: Claimed) -> Result:
        return Result(
            job_id=job.job_id,
            worker=self._worker,
            outcome=Attempt.Outcome.NOT_OFFERED,
            opened_at=job.claimed_at,
            at=timezone.now(),
        )
