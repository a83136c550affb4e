"""au's sentence about the account."""

from diagnostics.reading.bounce import read_message

NOTICE = b"""From: Postmaster@example.org
Subject: Mail System Error - Returned Mail

The user(s) account is disabled.

<ana@example.org>: 550 user unknown (in reply to RCPT TO command)
"""


def test_the_sentence_is_believed_over_the_reply():
    (failed,) = read_message(NOTICE).recipients

    assert failed.address == "ana@example.org"
    assert failed.evidence.deciding is not None
    assert failed.evidence.deciding.text == "The user(s) account is disabled."
