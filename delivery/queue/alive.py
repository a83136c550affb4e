"""Workers and beat say that they live; whoever asks (health checks, doctor, the dashboard) looks here."""

import json
import logging
import socket
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Literal

import redis

from delivery.queue.store import store

log = logging.getLogger(__name__)

Role = Literal["worker", "beat"]
#: A process that has said nothing for so long (seconds) is not counted as alive.
LASTS = 20


@dataclass(frozen=True, kw_only=True)
class Sign:
    """The last sign of life of one process; `at` is UTC."""

    role: str
    host: str
    at: datetime


def announce(role: Role, *, now: datetime) -> None:
    """Say that this process lives. Redis away is no reason to stop working."""
    host = socket.gethostname()
    try:
        value = json.dumps({"role": role, "host": host, "at": now.astimezone(UTC).isoformat()})
        store().set(f"postmortem:alive:{role}:{host}", value, ex=LASTS)
    except redis.RedisError as error:
        log.warning("sign of life of %s not written: %s", role, type(error).__name__)


def signs() -> list[Sign]:
    """Every process heard of lately; raises redis.RedisError when Redis is away."""
    values = [store().get(key) for key in sorted(store().scan_iter("postmortem:alive:*", count=100))]
    told = [json.loads(value) for value in values if value]
    return [Sign(role=one["role"], host=one["host"], at=datetime.fromisoformat(one["at"])) for one in told]


def is_alive(role: Role) -> bool:
    """Whether such a process on this machine was heard of lately."""
    try:
        return any(sign.role == role and sign.host == socket.gethostname() for sign in signs())
    except redis.RedisError:
        return False
