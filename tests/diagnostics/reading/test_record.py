"""Report records: the shapes in which applications write a failure down."""

import json

from diagnostics.diagnose import diagnose
from diagnostics.reading.record import read_record

RECORD = {
    "emailType": "password_recovery",
    "last_error": "550 5.1.1 User unknown",
    "last_error_at": "2026-01-09 16:12:49 UTC",
    "total_retries": 3,
}


def test_three_retries_with_one_text_are_three_attempts_of_which_two_are_unrecorded():
    record = read_record(json.dumps(RECORD))

    assert record is not None
    facts = record.facts
    assert [(attempt.number, attempt.recorded) for attempt in facts.attempts] == [(1, False), (2, False), (3, True)]
    assert facts.attempts[-1].text == "550 5.1.1 User unknown"


def test_a_record_is_diagnosed_by_its_error():
    found = diagnose(json.dumps(RECORD))

    assert found.evidence.raw == "550 5.1.1 User unknown"
    assert found.category == "recipient-unknown"
    assert found.facts.message_kind == "password_recovery"


def test_of_a_records_texts_the_one_decides_that_shows_an_answer():
    nested = {"message": "Error Transmitting File", "detail": {"code": "EMESSAGE", "response": "552 5.2.3 Too large"}}

    assert diagnose(json.dumps(nested)).evidence.raw == "552 5.2.3 Too large"
    assert diagnose(json.dumps({"error": {"message": "Connection refused"}})).category == "connection"


def test_what_is_no_record_is_read_as_text():
    for text in ("{", "[]", "{}", '{"total_retries": true}', "550 User unknown", '{"last_error": 5}'):
        assert read_record(text) is None


def test_a_time_without_zone_is_not_guessed_at():
    record = read_record(json.dumps({**RECORD, "last_error_at": "2026-01-09 16:12:49"}))

    assert record is not None
    assert record.facts.recorded_at is None
