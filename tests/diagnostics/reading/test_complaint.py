"""Somebody complained: whom it is about."""

import pytest

from diagnostics.reading.bounce import read_message

REPORT = """Subject: complaint
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

An abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
{}
--b
Content-Type: message/rfc822

To: <cleo@example.org>
Subject: Offers

--b--
"""
HOTMAIL = """From: staff@example.org
Subject: complaint about message from 192.0.2.7
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: message/rfc822

X-HmXmrOriginalRecipient: ana@example.org
To: ana@example.org

--b--
"""


def complained_of(message: str) -> list[str]:
    bounce = read_message(message.encode())
    assert bounce.kind == "abuse-report"
    return [failed.address for failed in bounce.recipients]


@pytest.mark.parametrize(
    ("fields", "addresses"),
    [
        (
            "Original-Rcpt-To: <ana@example.org>\nOriginal-Rcpt-To: bea@example.org",
            ["ana@example.org", "bea@example.org"],
        ),
        ("Removal-Recipient: ana@example.org", ["ana@example.org"]),
        ("Version: 1", ["cleo@example.org"]),
    ],
)
def test_the_report_names_the_readers_or_the_message_does(fields, addresses):
    assert complained_of(REPORT.format(fields)) == addresses


def test_a_provider_may_send_the_bare_message():
    assert complained_of(HOTMAIL) == ["ana@example.org"]


def test_a_reader_who_unsubscribes_by_mail_complains_too():
    assert complained_of(
        "From: ana@example.org\nSubject: unsubscribe\nAuto-Submitted: auto-replied\nX-Apple-Unsubscribe: true\n\nunsubscribe\n"
    ) == ["ana@example.org"]
