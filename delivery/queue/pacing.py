"""Messages a minute per account, shared by all workers: the sending times of the last minute, kept in Redis.

When Redis forgot them (or is away) they are counted anew from the tries in PostgreSQL.
"""

import logging
from datetime import datetime, timedelta

import redis
from django.db import connection

from delivery.queue.store import store

log = logging.getLogger(__name__)

MINUTE = timedelta(seconds=60)
_KEY = "postmortem:pace:"

# KEYS[1]: sorted set of sending times.
# ARGV: now (ms), window (ms), limit, wanted, sent lately (-1: trust the set), nonce.
_TAKE = """
local now, window, limit, wanted = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local sent = tonumber(ARGV[5])
if sent >= 0 and redis.call('EXISTS', KEYS[1]) == 0 then
  for i = 1, sent do redis.call('ZADD', KEYS[1], now, 'before:' .. i) end
end
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - window)
local granted = math.max(0, math.min(wanted, limit - redis.call('ZCARD', KEYS[1])))
for i = 1, granted do redis.call('ZADD', KEYS[1], now, ARGV[6] .. ':' .. i) end
redis.call('PEXPIRE', KEYS[1], window)
return granted
"""
_SENT_LATELY = """
SELECT count(*) FILTER (WHERE attempt.opened_at > %(since)s AND attempt.outcome <> 'not-offered')
     + count(DISTINCT job.id) FILTER (WHERE job.state = 'sending')
FROM delivery_job AS job LEFT JOIN delivery_attempt AS attempt ON attempt.job_id = job.id
WHERE job.account_id = %(account)s AND job.happened_at > %(since)s
"""


def take_turns(account_id: int, *, per_minute: int | None, wanted: int, nonce: str, now: datetime) -> int:
    """How many messages may be sent now, at most `wanted`; they count as sent from this moment.

    Turns that are not used are to be given back under the same `nonce`.
    """
    if per_minute is None:
        return wanted
    key = f"{_KEY}{account_id}"
    try:
        known = store().exists(key)
        lately = -1 if known else sent_lately(account_id, now=now)
        moment = int(now.timestamp() * 1000)
        window = int(MINUTE.total_seconds() * 1000)
        return int(store().eval(_TAKE, 1, key, moment, window, per_minute, wanted, lately, nonce))
    except redis.RedisError as error:
        log.warning("pace of account %s counted in PostgreSQL: %s", account_id, type(error).__name__)
        return max(0, min(wanted, per_minute - sent_lately(account_id, now=now)))


def give_turns_back(account_id: int, *, nonce: str, taken: int, used: int) -> None:
    """Let those of the turns taken go again that found no message."""
    unused = [f"{nonce}:{number}" for number in range(used + 1, taken + 1)]
    if not unused:
        return
    try:
        store().zrem(f"{_KEY}{account_id}", *unused)
    except redis.RedisError as error:
        log.warning("turns of account %s are not given back: %s", account_id, type(error).__name__)


def sent_lately(account_id: int, *, now: datetime) -> int:
    """Tries of the account within the last minute: those that ended, and those under way."""
    with connection.cursor() as cursor:
        cursor.execute(_SENT_LATELY, {"account": account_id, "since": now - MINUTE})
        (count,) = cursor.fetchone()
    return int(count)
