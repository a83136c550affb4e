"""One sweep, in the order of need. Running twice at once does no harm: every step takes rows conditionally."""

from datetime import datetime

from delivery.models import Account
from delivery.outcome import breaker, incidents
from delivery.queue.claiming import lease_length
from delivery.queue.epoch import has_settled
from delivery.queue.sweeping import expire, knock_for_due
from delivery.sending.lost import recover_lost


def sweep(*, now: datetime) -> None:
    """End lost tries, expire, hold and let go, then knock for what is due."""
    if has_settled(lease_length()):
        recover_lost(now=now)
    expire(now=now)
    for account_id in Account.objects.sending().filter(state=Account.State.HELD).values_list("pk", flat=True):
        breaker.hold_waiting(account_id, now=now)
    breaker.release_more(now=now)
    breaker.try_next(now=now)
    incidents.close_quiet(now=now)
    knock_for_due(now=now)
