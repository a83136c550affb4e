"""What is kept of a message is what tells it from others."""

from delivery.sandbox.message import read_message


def test_the_headers_are_read():
    message = read_message(
        b'From: "Us, Inc." <us@example.com>\r\nMessage-ID: <1@example.com>\r\n'
        b"Subject: =?utf-8?q?Factura_de_Mu=C3=B1oz?=\r\n\r\nbody\r\n"
    )

    assert (message.from_address, message.message_id) == ("us@example.com", "<1@example.com>")
    assert message.subject == "Factura de Muñoz"


def test_a_message_without_headers_is_taken_as_it_is():
    message = read_message(b"\xff\xfe")

    assert (message.from_address, message.message_id, message.subject, message.size) == ("", "", "", 2)


def test_a_folded_header_is_one_line():
    assert read_message(b"Subject: one\r\n two\r\n\r\n").subject == "one two"
