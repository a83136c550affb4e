"""People at their browsers, and the failure of the real case as it was reported."""

import json
from collections.abc import Callable
from datetime import datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from delivery.intake.report_format import parse
from delivery.intake.reports import import_reports
from delivery.models import Job
from tests.diagnostics.real_case import record


def _client(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def as_alice(alice: User) -> Client:
    """Alice, who may change things."""
    return _client(alice)


@pytest.fixture
def as_bob(bob: User) -> Client:
    """Bob, who may look."""
    return _client(bob)


@pytest.fixture
def as_charlie(charlie: User) -> Client:
    """Charlie, who may not enter."""
    return _client(charlie)


@pytest.fixture
def report(db: None, now: datetime) -> Callable[..., Job]:
    """Reports a failure; fields given replace those of the real case."""

    def make(**changed: Any) -> Job:
        told = {**json.loads(record()), **changed}
        (job_id,) = import_reports(parse(json.dumps(told)), now=now).jobs
        return Job.objects.get(pk=job_id)

    return make
