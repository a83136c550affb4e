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
from config.doctor import Finding
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


def _migrations_missing() -> int:
    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))
