"""Exchange 5.5 to 2003."""

from diagnostics.reading.notices.exchange import read

NOTICE = """Your message

  To:      app@example.com
  Subject: Invoice

did not reach the following recipient(s):

ana@example.org on Thu, 1 Jan 2004 10:00:00 +0100
    The recipient name is not recognized
    MSEXCH:IMS:EXAMPLE:MAIL 0 (000C05A6) Unknown Recipient
c=es;a= ;p=example;o=mail;dda:smtp=bea(a)example.org;s=bea
    Mailbox is full
"""


def test_each_recipient_has_its_own_lines():
    ana, bea = read(NOTICE)

    assert (ana.address, bea.address) == ("ana@example.org", "bea@example.org")
    assert ana.words.startswith("The recipient name is not recognized")
    assert "Mailbox is full" in bea.stretch
    assert "Mailbox is full" not in ana.stretch


def test_other_notices_are_left_to_others():
    assert read("<ana@example.org>:\nNo such user\n") == ()
