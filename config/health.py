"""Two questions a supervisor asks: is the process alive, and is it ready for work?"""

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse


def livez(_request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive", content_type="text/plain")


def readyz(_request: HttpRequest) -> HttpResponse:
    """Database reachable and migrated; 503 with the part that is not. Redis away is said, but mail still comes in."""
    parts = {"database": _database(), "redis": _redis()}
    return JsonResponse(parts, status=200 if parts["database"] == "ready" else 503)


def _database() -> str:
    try:
        executor = MigrationExecutor(connection)
        pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "not reachable"
    return "not migrated" if pending else "ready"


def _redis() -> str:
    try:
        with redis.Redis.from_url(settings.REDIS_URL, socket_timeout=1, socket_connect_timeout=1) as store:
            store.ping()
    except (redis.RedisError, ValueError):
        return "not reachable"
    return "ready"
