"""Sends what is due for one account: one connection, as many jobs as there are, then lets go of everything.

No transaction is open and no database connection is held while the server is spoken to.
"""

import logging
import os
import socket
from collections.abc import Callable, Iterator, Sequence
from uuid import uuid4

from django.db import connection
from django.utils import timezone

from delivery.models import Account, Attempt
from delivery.outcome import breaker
from delivery.outcome.record import record
from delivery.outcome.result import Result
from delivery.queue.claiming import Claimed, claim, mark_handed_over
from delivery.queue.knocking import answered, knock
from delivery.queue.leases import kept_alive
from delivery.queue.pacing import take_turns
from delivery.queue.slots import give_back, take_slot
from delivery.sending.endpoint import endpoint_of
from delivery.sending.results import result_of
from delivery.smtp import Endpoint, Envelope, Failure, Session, open_session
from delivery.smtp.outcome import Outcome

log = logging.getLogger(__name__)

#: Jobs leased at once. A dead worker delays so many.
BATCH = 50


class LeaseLostError(Exception):
    """Somebody else has the job now: its final dot must not be written."""


def worker_name() -> str:
    """A name no other run has: machine, process, run."""
    return f"{socket.gethostname()}:{os.getpid()}:{uuid4().hex[:8]}"[:120]


def send_due(account_id: int) -> int:
    """Send the account's due jobs until none is left or none may be sent; answer how many tries were recorded."""
    answered(account_id)
    account = Account.objects.sending().filter(pk=account_id).first()
    now = timezone.now()
    if account is None or account.state != Account.State.ACTIVE:
        if account is not None and account.state == Account.State.HELD:
            breaker.hold_waiting(account_id, now=now)
        return 0
    if account.paced_until and account.paced_until > now:
        return 0
    worker = worker_name()
    slot = take_slot(account_id, most=account.max_connections, worker=worker, now=now)
    if slot is None:
        return 0
    try:
        with kept_alive(worker):
            return sum(_Run(account, worker).batches())
    finally:
        give_back(account_id, slot, worker=worker, now=timezone.now())
        connection.close()


class _Run:
    """One worker's time with one account: the connection is opened for the first batch and kept for the next."""

    def __init__(self, account: Account, worker: str) -> None:
        self.account = account
        self.worker = worker
        self.endpoint: Endpoint = endpoint_of(account)
        self.session: Session | Failure | None = None
        #: The account must not go on: no session, on hold, or asked to slow down.
        self.stopped = False

    def batches(self) -> Iterator[int]:
        """Send batch after batch; yields how many outcomes each recorded."""
        try:
            while not self.stopped and (jobs := self._claim()):
                if len(jobs) == BATCH:
                    # There is more than one can carry: let another connection join in.
                    knock(self.account.pk)
                yield sum(self._record(results) for results in self._converse(jobs))
        finally:
            connection.close()
            if isinstance(self.session, Session):
                self.session.close()
        if self.stopped:
            breaker.hold_waiting(self.account.pk, now=timezone.now())

    def _claim(self) -> list[Claimed]:
        now = timezone.now()
        turns = take_turns(
            self.account.pk, per_minute=self.account.per_minute, wanted=BATCH, nonce=uuid4().hex, now=now
        )
        return claim(self.account.pk, worker=self.worker, limit=turns, now=now) if turns else []

    def _record(self, results: Sequence[Result]) -> int:
        """Record before the next message is handed over, so that a dying worker leaves one uncertain at most."""
        recorded = record(results, account=self.account, now=timezone.now())
        self.stopped = self.stopped or any(
            one.decision.hold_account or one.decision.pace_until is not None for one in recorded
        )
        return len(recorded)

    def _converse(self, jobs: Sequence[Claimed]) -> Iterator[list[Result]]:
        """The result of each job as it comes; what is left when the account must stop was not offered."""
        for position, job in enumerate(jobs):
            connection.close()
            if self.session is None or (isinstance(self.session, Session) and not self.session.is_open):
                self.session = open_session(self.endpoint)
            if isinstance(self.session, Failure):
                yield [self._result(self.session, job)]
                self.stopped = True
            else:
                envelope = Envelope(sender=job.sender, recipient=job.recipient, content=job.mime)
                try:
                    yield [self._result(self.session.send(envelope, self._marker(job)), job)]
                except LeaseLostError:
                    log.warning("job %s was taken over before its message was handed over", job.job_id)
            if self.stopped:
                yield [self._not_offered(left) for left in jobs[position + 1 :]]
                return

    def _marker(self, job: Claimed) -> Callable[[], None]:
        def mark() -> None:
            try:
                held = mark_handed_over(job.job_id, worker=self.worker, now=timezone.now())
            finally:
                connection.close()
            if not held:
                raise LeaseLostError

        return mark

    def _result(self, outcome: Outcome, job: Claimed) -> Result:
        return result_of(outcome, job, endpoint=self.endpoint, worker=self.worker, at=timezone.now())

    def _not_offered(self, job: Claimed) -> Result:
        return Result(
            job_id=job.job_id,
            attempt_id=job.attempt_id,
            worker=self.worker,
            outcome=Attempt.Outcome.NOT_OFFERED,
            at=timezone.now(),
        )
