"""E-mails are found by their words, their number, the codes servers answered with, and what those meant."""

import pytest
from django.db import connection
from django.db.models import TextField
from django.db.models.functions import Cast

from delivery.models import Attempt, Job
from delivery.outcome.record import record
from delivery.queries.search import find, lexemes_of, tokens_of, tsvector_of

pytestmark = pytest.mark.django_db

TENANT = (
    "530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, "
    "SmtpClientAuthentication is disabled for the Tenant."
)
UNKNOWN = "550 5.1.1 <maria@example.net>: Recipient address rejected: User unknown in virtual mailbox table"


@pytest.fixture
def failed(make_job, refused, now):
    """One e-mail that Microsoft's sign-in stopped, one that nobody knows at the other end, one that was accepted."""
    stopped, unknown, accepted = make_job(), make_job(), make_job()
    record([refused(stopped, TENANT, stage="login")], account=stopped.account, now=now)
    record([refused(unknown, UNKNOWN)], account=unknown.account, now=now)
    taken = refused(accepted, "250 2.0.0 OK", outcome=Attempt.Outcome.ACCEPTED, stage="body", code=250)
    record([taken], account=accepted.account, now=now)
    return stopped, unknown


def found(asked: str) -> list[int]:
    return list(find(Job.objects.order_by("id"), asked).values_list("pk", flat=True))


@pytest.mark.parametrize("asked", ["code:535", "code:5.7.139", "CODE:5.7.139.", "código:535", "codigo:5.7.57 code:530"])
def test_every_code_of_a_refusal_finds_it(failed, asked):
    assert found(asked) == [failed[0].pk]


@pytest.mark.parametrize("asked", ["explanation:no-such-recipient", "explicación:no-such-recipient"])
def test_an_explanation_finds_what_it_explains(failed, asked):
    assert found(asked) == [failed[1].pk]


@pytest.mark.parametrize("asked", ["code:5.7.13", "code:250", "code:535 code:550", "explanation:nobody", "code:x'\\"])
def test_other_codes_find_nothing(failed, asked):
    assert found(asked) == []


@pytest.mark.parametrize("asked", ["code:", "explanation: ", "código:"])
def test_a_wish_that_is_still_being_typed_hides_nothing(failed, asked):
    assert len(found(asked)) == 3


def test_a_code_met_again_is_noted_once(make_job, refused, now):
    job = make_job()
    for _ in range(2):
        record([refused(job, "451 4.3.0 Temporary lookup failure")], account=job.account, now=now)

    assert sorted(job.met_codes.values_list("code", flat=True)) == ["4.3.0", "451"]


@pytest.mark.parametrize(
    "subject",
    ["", "Order 4711", "o'brien's", "a\\b\\", "''", "x:1A 'y':2", "Peña Ünal ½ ﷺ", "word " * 300, "é" * 500, "\u3000"],
)
def test_the_words_are_written_as_postgresql_writes_them(make_job, subject):
    words = {"recipient": "maria@example.net", "subject": subject, "references": {"order": "'4711'"}}
    make_job()

    (kept,) = Job.objects.annotate(kept=Cast(tokens_of(**words), TextField())).values_list("kept", flat=True)

    with connection.cursor() as cursor:
        cursor.execute("SELECT %s::tsvector::text", [tsvector_of(lexemes_of(**words))])
        assert cursor.fetchone() == (kept,)
