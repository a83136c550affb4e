"""The one client of Redis in this process; it keeps its connections, and may be used by any thread."""

from functools import cache

import redis
from django.conf import settings
from redis.backoff import NoBackoff
from redis.retry import Retry


def store() -> "redis.Redis":
    """Redis, impatient: whatever is kept there can do without it."""
    return _client(settings.REDIS_URL)


@cache
def _client(url: str) -> "redis.Redis":
    # Another connection is tried once at most: one that was kept may have ended with the server it led to.
    return redis.Redis.from_url(
        url, socket_timeout=1, socket_connect_timeout=1, decode_responses=True, retry=Retry(NoBackoff(), 1)
    )
