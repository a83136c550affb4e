"""Sendmail of all versions."""

from diagnostics.reading.notices.sendmail import read

LISTED = """   ----- The following addresses had permanent fatal errors -----
<ana@example.org>
    (reason: 550 5.1.1 <ana@example.org>... User unknown)
"|/usr/bin/procmail"
    (expanded from: <bea@example.org>)
<cleo@example.org>

   ----- Transcript of session follows -----
... while talking to mx.example.org.:
<<< 550 5.1.1 <ana@example.org>... User unknown
550 5.1.1 <ana@example.org>... User unknown
552 5.2.2 <cleo@example.org>... Mailbox full
"""
OLD = """   ----- Transcript of session follows -----
While talking to mx.example.org:
>>> RCPT To:<ana@example.org>
<<< 550 Not here, write to help@example.org
550 <ana@example.org>... User unknown
250 <dora@example.net>... Deferred
554 bea@example.net... Host unknown (Name server: host not found)
"""


def test_the_list_names_whoever_failed():
    ana, cleo = read(LISTED)

    assert (ana.address, ana.words) == ("ana@example.org", "550 5.1.1 <ana@example.org>... User unknown")
    assert (cleo.address, cleo.words) == ("cleo@example.org", "Mailbox full")


def test_without_a_list_the_transcript_does_with_what_the_other_server_said():
    assert [(named.address, named.words) for named in read(OLD)] == [
        ("ana@example.org", "550 Not here, write to help@example.org"),
        ("bea@example.net", "Host unknown (Name server: host not found)"),
    ]


def test_whoever_failed_alone_is_explained_by_all_of_it():
    (ana,) = read(LISTED.replace("<cleo@example.org>\n", ""))

    assert "while talking to" in ana.stretch
