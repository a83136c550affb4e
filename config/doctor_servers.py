"""The doctor's second half: servers and processes. Import it only when the settings can be loaded."""

import logging
from collections.abc import Iterator

import psycopg
import redis
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from psycopg_pool import PoolTimeout

from config import env
from config.finding import Finding
from delivery.models import Account
from delivery.models.sealed import UnreadableError
from delivery.queue import alive

_OLDEST = 18


def findings() -> Iterator[Finding]:
    """Look at the database, Redis and the processes behind the web server."""
    logging.disable(logging.CRITICAL)
    yield from database()
    store = redis_server()
    yield store
    if store.fine:
        yield from processes()


def database() -> Iterator[Finding]:
    """The database answers, is new enough, and has all tables."""
    settings.DATABASES["default"]["OPTIONS"].pop("pool", None)
    try:
        connection.ensure_connection()
        version = connection.connection.info.server_version // 10_000
        missing = _migrations_missing()
        unreadable = [] if missing else _unreadable()
    except (Error, psycopg.Error, PoolTimeout) as fault:
        hint = "mend DATABASE_URL or start it" if env.given("DATABASE_URL") else "`make up` starts it"
        first_line = str(fault).strip().partition("\n")[0]
        yield Finding(fine=False, sentence=f"PostgreSQL does not answer ({first_line}): {hint}.")
        return
    finally:
        connection.close()
    if version < _OLDEST:
        yield Finding(fine=False, sentence=f"PostgreSQL is version {version}; it must be {_OLDEST} or newer.")
    else:
        yield Finding(fine=True, sentence=f"PostgreSQL {version} answers.")
    if missing:
        yield Finding(fine=False, sentence=f"{missing} migrations are not applied: run `manage.py migrate`.")
    else:
        yield Finding(fine=True, sentence="All tables are up to date.")
        yield passwords(unreadable)


def passwords(unreadable: list[str]) -> Finding:
    """Our keys open the passwords that are stored, but for those of the accounts named."""
    if unreadable:
        names = ", ".join(unreadable[:5]) + (" and more" if len(unreadable) > 5 else "")
        hint = "bring back the SEALING_KEYS they were stored with, or type them again"
        return Finding(fine=False, sentence=f"The passwords of {names} cannot be read: {hint}.")
    return Finding(fine=True, sentence="The stored passwords can be read.")


def redis_server() -> Finding:
    """Redis answers."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as store:
            version = store.info("server")["redis_version"]
    except redis.RedisError as fault:
        hint = "mend REDIS_URL or start it" if env.given("REDIS_URL") else "`make up` starts it"
        return Finding(fine=False, sentence=f"Redis does not answer ({type(fault).__name__}): {hint}.")
    return Finding(fine=True, sentence=f"Redis {version} answers.")


def processes() -> Iterator[Finding]:
    """Workers and beat were heard of lately."""
    heard = alive.signs()
    for role, does in (("worker", "sends mail"), ("beat", "starts the sweeps")):
        hosts = sorted({sign.host for sign in heard if sign.role == role})
        if hosts:
            yield Finding(fine=True, sentence=f"A {role} lives ({', '.join(hosts)}).")
        else:
            yield Finding(fine=False, sentence=f"No {role} was heard of in the last {alive.LASTS} seconds; it {does}.")


def _unreadable() -> list[str]:
    return [account.name for account in Account.objects.only("name", "secret") if not _is_readable(account)]


def _is_readable(account: Account) -> bool:
    try:
        account.secret.reveal()
    except UnreadableError:
        return False
    return True


def _migrations_missing() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
