"""What happens to the processes while they work: a schedule drawn from a seed, done step by step as work goes on."""

import random
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import redis as client
from django.db import DatabaseError, connection
from django.utils import timezone

from chaos.house import House
from config.servers import sockets
from delivery.models import Slot


@dataclass(frozen=True, kw_only=True)
class Event:
    """Something to be done when this share of the mail is over: received, refused or in doubt."""

    at: float
    what: str
    worker: int = 0
    pause: float = 0.0

    def __str__(self) -> str:
        return f"{self.at:.3f} {self.what} {self.worker} {self.pause:.3f}"


#: Done once or as often as said, in every trial.
ALWAYS = (
    *("redis-flushed", "redis-killed", "postgres-stopped", "postgres-killed", "everything-killed"),
    *("server-throttles", "server-hangs-up", "server-drops-mid-body", "server-is-late"),
)


#: What fits into a minute's trial.
BRIEFLY = ("redis-flushed", "postgres-killed", "everything-killed")


def make_schedule(chance: random.Random, *, kills: int, workers: int, brief: bool) -> list[Event]:
    """So many kills of workers and one of everything else, spread over the work."""
    what = ["worker-killed"] * kills + list(BRIEFLY if brief else ALWAYS)
    chance.shuffle(what)
    share = 0.9 / len(what)
    return [
        Event(
            at=0.02 + position * share + chance.random() * share,
            what=each,
            worker=chance.randrange(workers),
            pause=chance.random() * 0.2,
        )
        for position, each in enumerate(what)
    ]


def open_connections(pid: int) -> int:
    """How many connections a worker holds, or held when it died."""
    while True:
        try:
            return Slot.objects.filter(held_by__startswith=f"{socket.gethostname()}:{pid}:").count()
        except DatabaseError:
            connection.close()


class Doer:
    """Does what the schedule says, and counts the kills."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.worker_kills = 0
        #: Connections that were open when their worker was killed.
        self.cut_off = 0
        #: The process ids of the workers that were killed, and when the database was.
        self.killed: set[int] = set()
        self.crashes: list[datetime] = []

    def do(self, event: Event) -> None:
        """Do one event; what was ended is started again."""
        time.sleep(event.pause)
        deeds: dict[str, Callable[[], None]] = {
            "worker-killed": lambda: self._kill_worker(event.worker),
            "redis-flushed": self._flush,
            "redis-killed": lambda: self._again(self._house.redis.kill),
            "postgres-stopped": self._stop_postgres,
            "postgres-killed": self._kill_postgres,
            "everything-killed": self._kill_everything,
            "server-throttles": lambda: self._turn(per_minute=1, throttle_seconds=0.2),
            "server-hangs-up": lambda: self._mode("closes-midway"),
            "server-drops-mid-body": lambda: self._mode("drops-mid-body"),
            "server-is-late": lambda: self._mode("answers-late"),
        }
        deeds[event.what]()

    def _kill_worker(self, number: int) -> None:
        worker = self._house.workers[number]
        worker.kill()
        self._count_killed(worker.process.pid)
        worker.again()
        self.worker_kills += 1

    def _count_killed(self, pid: int) -> None:
        self.killed.add(pid)
        # The dead worker's slots are its own for one lease more.
        self.cut_off += open_connections(pid)

    def _flush(self) -> None:
        with client.Redis(unix_socket_path=str(sockets(self._house.data).redis_socket)) as store:
            store.flushall()

    def _again(self, end: Callable[[], object]) -> None:
        end()
        self._house.redis.again()
        self._house.redis.wait()

    def _stop_postgres(self) -> None:
        self._house.postgres.stop()
        self._house.postgres.again()
        self._house.postgres.wait()

    def _kill_postgres(self) -> None:
        self._house.postgres.kill()
        self.crashes.append(timezone.now())
        self._house.postgres.again()
        self._house.postgres.wait()

    def _kill_everything(self) -> None:
        for worker in self._house.workers:
            worker.process.kill()
        self._house.postgres.kill()
        self.crashes.append(timezone.now())
        for worker in self._house.workers:
            worker.process.wait()
        self._house.postgres.again()
        self._house.postgres.wait()
        for worker in self._house.workers:
            self._count_killed(worker.process.pid)
            worker.again()

    def _turn(self, **knobs: float) -> None:
        """Let the servers be difficult for a moment."""
        self._house.ask("/knobs", **knobs)
        time.sleep(1.5)
        self._house.ask("/knobs", per_minute=900_000, throttle_seconds=3)

    def _mode(self, mode: str) -> None:
        """Let one account's server be difficult for a moment."""
        self._house.ask("/accounts/chaos0%40example.com/mode", mode=mode)
        time.sleep(1.5)
        self._house.ask("/accounts/chaos0%40example.com/mode", mode="working")
