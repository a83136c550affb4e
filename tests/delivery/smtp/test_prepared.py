"""An envelope is made ready for a server, or refused before anything is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.smtp.capabilities import Capabilities
from delivery.smtp.envelope import Envelope
from delivery.smtp.prepared import Objection, Prepared, fitted, prepare

ALL = Capabilities(keywords=frozenset({"SIZE", "8BITMIME", "SMTPUTF8"}), max_size=1000)
NONE = Capabilities()


def envelope(recipient="ana@example.net", sender="us@example.com", content=b"\r\nHello\r\n"):
    return Envelope(sender=sender, recipient=recipient, content=content)


def test_the_commands_name_sender_recipient_and_size():
    prepared = prepare(envelope(), ALL)

    assert isinstance(prepared, Prepared)
    assert (prepared.mail, prepared.rcpt) == ("MAIL FROM:<us@example.com> SIZE=9", "RCPT TO:<ana@example.net>")


def test_no_extension_is_used_that_is_not_offered():
    prepared = prepare(envelope(content="Muñoz".encode()), NONE)

    assert isinstance(prepared, Prepared)
    assert prepared.mail == "MAIL FROM:<us@example.com>"


def test_an_empty_sender_is_the_null_return_path():
    prepared = prepare(envelope(sender=""), NONE)

    assert isinstance(prepared, Prepared)
    assert prepared.mail == "MAIL FROM:<>"


def test_eight_bit_content_is_announced():
    prepared = prepare(envelope(content="\r\nMuñoz\r\n".encode()), ALL)

    assert isinstance(prepared, Prepared)
    assert prepared.mail.endswith(" BODY=8BITMIME")


def test_where_eight_bits_are_not_taken_the_size_is_that_of_what_is_sent():
    content = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n" + "Muñoz\r\n" * 50
    server = Capabilities(keywords=frozenset({"SIZE"}), max_size=10_000)

    prepared = prepare(envelope(content=content.encode()), server)
    early = prepare(envelope(content=fitted(content.encode(), server)), server)

    assert isinstance(prepared, Prepared)
    assert isinstance(early, Prepared)
    assert prepared.mail == f"MAIL FROM:<us@example.com> SIZE={len(prepared.body)}"
    assert prepared.body.isascii()
    assert early.body == prepared.body


def test_a_message_larger_than_the_server_takes_is_not_offered():
    objection = prepare(envelope(content=b"x" * 1001), ALL)

    assert isinstance(objection, Objection)
    assert (objection.stage, objection.fault) == ("mail-from", "too-large")
    assert "1003 bytes" in objection.text
    assert "1000" in objection.text


def test_a_domain_with_accents_is_written_in_ascii():
    prepared = prepare(envelope("ana@muñoz.example"), NONE)

    assert isinstance(prepared, Prepared)
    assert prepared.rcpt == "RCPT TO:<ana@xn--muoz-hqa.example>"


@pytest.mark.parametrize(
    ("sender", "recipient", "stage"),
    [("us@example.com", "josé@example.net", "rcpt-to"), ("josé@example.com", "ana@example.net", "mail-from")],
)
def test_a_local_part_with_accents_needs_smtputf8(sender, recipient, stage):
    offered, missing = prepare(envelope(recipient, sender), ALL), prepare(envelope(recipient, sender), NONE)

    assert isinstance(offered, Prepared)
    assert offered.mail.endswith(" SMTPUTF8")
    assert isinstance(missing, Objection)
    assert (missing.stage, missing.fault) == (stage, "smtputf8-not-offered")


@pytest.mark.parametrize(
    "address",
    [
        "a@example.net>\r\nRCPT TO:<b@example.net",
        "a\r@example.net",
        "a\n@example.net",
        "a\0@example.net",
        "a\x7f@example.net",
        "a\x85@example.net",
        "a b@example.net",
        "<a@example.net>",
        "a@example.net> SIZE=1",
        "a\ud800@example.net",
        "a" * 600 + "@example.net",
    ],
)
def test_an_address_that_would_break_out_of_its_command_is_refused(address):
    for wrong, stage in ((envelope(recipient=address), "rcpt-to"), (envelope(sender=address), "mail-from")):
        objection = prepare(wrong, ALL)

        assert isinstance(objection, Objection)
        assert (objection.stage, objection.fault) == (stage, "bad-address")


def test_headers_beyond_ascii_are_announced_and_never_encoded_anew():
    content = "To: josé@correo.example\r\n\r\nHello\r\n".encode()
    bare, eight = Capabilities(), Capabilities(keywords=frozenset({"8BITMIME"}))

    announced, as_it_is = prepare(envelope(content=content), ALL), prepare(envelope(content=content), eight)
    assert isinstance(announced, Prepared)
    assert isinstance(as_it_is, Prepared)
    assert announced.mail.endswith(" SMTPUTF8")
    assert as_it_is.body == content
    refused = prepare(envelope(content=content), bare)
    assert isinstance(refused, Objection)
    assert refused.fault == "smtputf8-not-offered"


def test_two_domains_stay_two():
    prepared = prepare(envelope(recipient="ana@faß.example"), ALL)

    assert isinstance(prepared, Prepared)
    assert prepared.rcpt == "RCPT TO:<ana@xn--fa-hia.example>"


def test_a_recipient_must_be_there():
    assert isinstance(prepare(envelope(recipient=""), ALL), Objection)


@given(st.text(), st.text())
def test_whatever_the_addresses_each_command_is_one_line(sender, recipient):
    prepared = prepare(envelope(recipient, sender), ALL)

    if isinstance(prepared, Prepared):
        for command in (prepared.mail, prepared.rcpt):
            assert len((command.encode() + b"\r\n").splitlines()) == 1
            assert command.count("<") == command.count(">") == 1
