"""What a message is, before anybody looks for recipients."""

import pytest

from diagnostics.reading.bounce import read_message

READ_RECEIPT = """From: Postmaster <postmaster@example.org>
Subject: Read: your invoice
Content-Type: multipart/report; report-type=disposition-notification; boundary="b"

--b
Content-Type: text/plain

Your message was {words}.
--b
Content-Type: message/disposition-notification

Final-Recipient: rfc822; ana@example.org
Disposition: automatic-action/MDN-sent-automatically; deleted

--b--
"""


@pytest.mark.parametrize(
    ("message", "kind"),
    [
        ("From: ana@example.org\nSubject: Out of the office: x\n\nI am away.", "autoreply"),
        ("From: ana@example.org\nSubject: Re: bounce houses\nX-Autoreply: yes\n\nHello", "autoreply"),
        ("From: ana@example.org\nSubject: [Automatyczna odpowiedz] x\n\nNie ma mnie.", "autoreply"),
        (
            "From: MAILER-DAEMON@example.net\nSubject: Message rejected\nAuto-Submitted: auto-replied\n\n"
            "One or more recipient addresses were incorrectly constructed: ana@example.org",
            "bounce",
        ),
        ("From: MAILER-DAEMON@example.net\nSubject: x\n\n邮件无法发送到\n<ana@example.org>:", "bounce"),
        ("From: MAILER-DAEMON@example.net\nSubject: Delivery failed\n\nNo further attempts: ana@example.org", "bounce"),
        ("From: ana@example.org\nSubject: Thanks\n\nGot it.", "other"),
        ("From: ana@example.org\nSubject: Party\n\nThe mail to bea@example.org was not delivered, a bounce.", "other"),
        ("From: ana@example.org\nSubject: RE: x\n\nYour message could not be delivered to\nbea@example.org", "bounce"),
        (
            "From: ana@example.org\nSubject: Re: x\n\n> Your message could not be delivered to\n> bea@example.org",
            "other",
        ),
        ("From: Postmaster <p@example.org>\nSubject: Notice\n\nMail to bea@example.org was postponed.", "delay"),
        ("From: ana@example.org\nSubject: Re: delivery failure\n\nAsk bea@example.org", "other"),
        ("From: MAILER-DAEMON@example.net\nSubject: Delayed mail\n\nNot delivered yet: ana@example.org", "delay"),
        ("From: MAILER-DAEMON@example.net\nSubject: failure notice\n\nNot delivered: ana@example.org", "bounce"),
        ("\n \nFrom: MAILER-DAEMON@example.net\nSubject: failure notice\n\nNot delivered: ana@example.org", "bounce"),
        (READ_RECEIPT.format(words="opened"), "delivered"),
        (READ_RECEIPT.format(words="automatically rejected: Quota exceeded"), "bounce"),
    ],
)
def test_kinds_are_told_apart(message, kind):
    assert read_message(message.encode()).kind == kind
