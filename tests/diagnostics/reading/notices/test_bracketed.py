"""Recipients in angle brackets that open a line."""

from diagnostics.reading.notices.bracketed import read

NOTICE = """This is the mail system at host mx.example.net.

<ana@example.org> (expanded from <all@example.org>): unknown user: "ana"

<bea@example.org>:
Remote host said: 552 5.2.2 Mailbox full
--
Your postmaster
"""


def test_each_recipient_has_what_follows_it():
    ana, bea = read(NOTICE)

    assert (ana.address, bea.address) == ("ana@example.org", "bea@example.org")
    assert 'unknown user: "ana"' in ana.words
    assert bea.words.startswith("Remote host said: 552 5.2.2")


def test_an_address_inside_a_line_opens_nothing():
    assert read("550 <ana@example.org>: unknown\n") == ()
