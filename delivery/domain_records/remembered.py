"""Ask for a domain's records at most once in a while; whoever looks in between sees the same answer."""

import hashlib
from typing import cast

import redis
from django.conf import settings
from django.core.cache import cache
from django.utils import timezone

from delivery.domain_records.answer import DomainRecords
from delivery.domain_records.ask import ask, resolver_for

#: Seconds an answer is shown again.
KEPT = 300


def records_of(domain: str) -> DomainRecords:
    """Return the records of a domain that is `askable`, asked now or a few minutes ago. Works without Redis too."""
    key = f"domain-records:{hashlib.sha256(domain.encode()).hexdigest()}"
    try:
        known = cast("DomainRecords | None", cache.get(key))
    except redis.RedisError:
        known = None
    if known is not None:
        return known
    told = ask(domain, resolver_for(settings.DNS_SERVER), now=timezone.now())
    if "failed" not in (told.mx.state, told.spf.state, told.dmarc.state):
        try:
            cache.set(key, told, KEPT)
        except redis.RedisError:
            return told
    return told
