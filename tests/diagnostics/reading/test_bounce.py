"""Whole messages that came back."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.diagnose import verdict
from diagnostics.reading.bounce import read_message

REPORT = b"""From: MAILER-DAEMON@mx.example.net (Mail Delivery System)
To: app@example.com
Subject: Undelivered Mail Returned to Sender
Auto-Submitted: auto-replied
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

This is the mail system at host mx.example.net.

<ana@example.org>: host mx.example.org[192.0.2.5] said: 550 5.1.1 User unknown (in reply to RCPT TO command)

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; ana@example.org
Action: ACTION
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 User
    unknown

Final-Recipient: rfc822; bea@example.org
Action: delivered
Status: 2.0.0

--b
Content-Type: message/rfc822

From: app@example.com
To: ana@example.org, bea@example.org
Message-ID: <1@example.com>

Hello
--b--
"""
EXIM = b"""From: Mail Delivery System <Mailer-Daemon@mx.example.net>
To: app@example.com
Subject: Mail delivery failed: returning message to sender
Auto-Submitted: auto-replied
X-Failed-Recipients: ana@example.org

A message that you sent could not be delivered. The following address(es) failed:

  ana@example.org
    SMTP error from remote mail server after RCPT TO:<ana@example.org>:
    host mx.example.org [192.0.2.5]: 554 5.7.1 <ana@example.org>:
    Recipient address rejected: Access denied

------ This is a copy of the message, including all the headers. ------

To: ana@example.org
From: app@example.com
"""
QMAIL = b"""From: MAILER-DAEMON@mx.example.net
To: app@example.com
Subject: failure notice

Hi. This is the qmail-send program at mx.example.net.
I'm afraid I wasn't able to deliver your message to the following addresses.

<ana@example.org>:
192.0.2.5 does not like recipient.
Remote host said: 550 5.1.1 No such user

<bea@example.org>:
Remote host said: 552 5.2.2 Mailbox full

--- Below this line is a copy of the message.

Return-Path: <app@example.com>
"""
AWAY = b"From: ana@example.org\nTo: app@example.com\nSubject: Auto reply: your invoice\nAuto-Submitted: auto-replied\n\nI am away.\n"
COMPLAINT = b"""From: fbl@example.org
To: abuse@example.com
Subject: complaint
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

This is an email abuse report.
--b
Content-Type: message/feedback-report

Feedback-Type: abuse
Original-Rcpt-To: <ana@example.org>

--b--
"""


def codes(message: bytes) -> dict[str, int | None]:
    """The code of the reply that decides, for each failed recipient."""
    replies = ((failed.address, failed.evidence.deciding) for failed in read_message(message).recipients)
    return {address: reply.code if reply else None for address, reply in replies}


def addresses(data: bytes) -> list[str]:
    return [failed.address for failed in read_message(data).recipients]


def test_a_report_names_whoever_failed_and_nobody_else():
    bounce = read_message(REPORT.replace(b"ACTION", b"failed"))

    assert (bounce.kind, bounce.about) == ("bounce", "<1@example.com>")
    assert [failed.address for failed in bounce.recipients] == ["ana@example.org"]
    deciding = bounce.recipients[0].evidence.deciding
    assert deciding is not None
    assert (deciding.code, deciding.enhanced, deciding.text) == (550, "5.1.1", "User unknown")


def test_a_delay_is_told_from_a_failure():
    assert read_message(REPORT.replace(b"ACTION", b"delayed")).kind == "delay"


@pytest.mark.parametrize("action", [b"delivered", b"deliverable"])
def test_a_report_of_success_has_no_failed_recipient(action):
    bounce = read_message(REPORT.replace(b"ACTION", action))

    assert (bounce.kind, bounce.recipients) == ("delivered", ())


def test_exims_notice_names_its_recipient():
    assert addresses(EXIM) == ["ana@example.org"]
    assert codes(EXIM) == {"ana@example.org": 554}


def test_each_recipient_of_qmails_notice_gets_its_own_words():
    assert codes(QMAIL) == {"ana@example.org": 550, "bea@example.org": 552}


def test_an_answer_from_somebody_away_is_no_failure():
    assert (read_message(AWAY).kind, addresses(AWAY)) == ("autoreply", [])


def test_a_complaint_names_whom_it_is_about():
    assert (read_message(COMPLAINT).kind, addresses(COMPLAINT)) == ("abuse-report", ["ana@example.org"])


def test_an_ordinary_letter_is_no_failure():
    assert addresses(b"From: ana@example.org\nTo: app@example.com\nSubject: Thanks\n\nGot it.\n") == []


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([REPORT, EXIM, QMAIL, COMPLAINT]), st.data())
def test_no_message_makes_it_raise(message, data):
    at = data.draw(st.integers(0, len(message)))
    read_message(message[:at] + data.draw(st.binary(max_size=40)) + message[at + data.draw(st.integers(0, 40)) :])


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=600))
def test_no_bytes_make_it_raise(data):
    read_message(data)


def told(notice: str, *, subject: str = "Returned mail") -> dict[str, str]:
    """What was said about each failed recipient of a notice without a report."""
    head = f"From: MAILER-DAEMON@mx.example.net\nTo: app@example.com\nSubject: {subject}\n\n"
    bounce = read_message((head + notice).encode())
    words = ((failed.address, failed.evidence.deciding, failed.evidence.raw) for failed in bounce.recipients)
    return {address: deciding.text if deciding else raw for address, deciding, raw in words}


def test_somebody_who_wrote_to_himself_failed_too():
    assert told("<app@example.com>:\nThe mailbox is full\n") == {"app@example.com": "The mailbox is full"}


def test_the_subject_speaks_where_the_notice_is_silent():
    said = told("Returned: ana@example.org\n", subject="=?utf-8?Q?User_unknown?=")

    assert "User unknown" in said["ana@example.org"]


def test_what_a_server_tells_everybody_is_no_reason():
    greeting = "This is the mail system at host mx.example.net.\n\nFor help, please send mail to postmaster.\n\n    The mail system\n"

    assert "postmaster" not in told(f"{greeting}\nNot delivered: ana@example.org\n")["ana@example.org"]


def test_the_transcript_names_whom_the_report_forgot():
    message = REPORT.replace(b"Final-Recipient: rfc822; ana@example.org\n", b"Final-Recipient: rfc822; /var/mail/ana\n")
    message = message[: message.index(b"Final-Recipient: rfc822; bea")] + b"--b--\n"

    assert addresses(message.replace(b"ACTION", b"failed")) == ["ana@example.org"]


def test_a_receipt_that_reports_success_and_failure_names_the_failure():
    assert addresses(REPORT.replace(b"ACTION", b"failed").replace(b"delivered", b"relayed")) == ["ana@example.org"]


def test_while_delivery_goes_on_nothing_has_expired():
    late = b"From: MAILER-DAEMON@mx.example.net\nSubject: Delayed\n\nana@example.org\nUndelivered for 4 hours: 451 Busy"

    bounce = read_message(late)
    (failed,) = bounce.recipients

    assert (bounce.kind, failed.evidence.goes_on) == ("delay", True)
    assert verdict(failed.evidence).category == "server-temporary"
