"""Records of failures are checked field by field."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.intake.report_format import Problem, Report, parse, read_record

RECORD = {"last_error": "550 5.1.1 No such user", "last_error_at": "2026-01-09 16:12:49 UTC", "total_retries": 3}


def only(text: str) -> Report | Problem:
    (one,) = parse(text)
    return one


def test_it_reads_one_record():
    report = only(json.dumps(RECORD))

    assert isinstance(report, Report)
    assert (report.error, report.retries) == ("550 5.1.1 No such user", 3)
    assert report.failed_at is not None
    assert report.failed_at.isoformat() == "2026-01-09T16:12:49+00:00"


@pytest.mark.parametrize("text", [json.dumps([RECORD, RECORD]), f"{json.dumps(RECORD)}\n\n{json.dumps(RECORD)}\n"])
def test_it_reads_lists_and_lines(text):
    assert [report.position for report in parse(text)] == [1, 2]


def test_it_keeps_fields_it_does_not_know():
    report = only(json.dumps(RECORD | {"tenant": {"id": 7}}))

    assert isinstance(report, Report)
    assert report.extra == {"tenant": {"id": 7}}


def test_missing_fields_are_fine():
    report = only('{"last_error": "it broke"}')

    assert isinstance(report, Report)
    assert (report.failed_at, report.retries, report.kind) == (None, None, "")


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"last_error": None}, "last_error"),
        ({"last_error": "  "}, "last_error"),
        ({"last_error": 5}, "last_error"),
        ({"total_retries": "3"}, "total_retries"),
        ({"total_retries": True}, "total_retries"),
        ({"total_retries": -1}, "total_retries"),
        ({"last_error_at": "yesterday"}, "last_error_at"),
        ({"last_error_at": 17}, "last_error_at"),
        ({"last_error_at": "0001-01-01 00:00:00 UTC"}, "last_error_at"),
        ({"emailType": ["a"]}, "emailType"),
    ],
)
def test_a_broken_record_is_named_by_position_and_field(changed, field):
    _right, problem = parse(json.dumps([RECORD, RECORD | changed]))

    assert isinstance(problem, Problem)
    assert str(problem).startswith(f"record 2, {field}: ")


def test_numbers_that_are_none_are_kept_as_words():
    report = only('{"last_error": "it broke", "score": [1e999, NaN, 1.5]}')

    assert isinstance(report, Report)
    assert report.extra == {"score": ["inf", "nan", 1.5]}


def test_what_is_nested_too_deeply_is_named():
    (problem,) = parse(f'{{"last_error": "it broke", "x": {900 * "["}{900 * "]"}}}')

    assert isinstance(problem, Problem)


def test_a_line_that_is_no_json_keeps_no_other_out():
    first, second = parse(f"{{broken\n{json.dumps(RECORD)}")

    assert isinstance(first, Problem)
    assert isinstance(second, Report)


def test_the_same_record_is_the_same_report_whatever_the_order_of_its_fields():
    first, second = only(json.dumps(RECORD)), only(json.dumps(dict(reversed(RECORD.items()))))

    assert isinstance(first, Report)
    assert isinstance(second, Report)
    assert first.digest == second.digest


@given(st.text() | st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists).map(json.dumps))
def test_no_text_makes_it_stumble(text):
    assert all(isinstance(one, Report | Problem) for one in parse(text))


def test_a_history_that_is_no_text_is_kept_with_the_other_fields():
    report = read_record({"last_error": "550 no", "error_history": ["421 later"]}, position=1)

    assert isinstance(report, Report)
    assert (report.history, report.extra) == ("", {"error_history": ["421 later"]})
