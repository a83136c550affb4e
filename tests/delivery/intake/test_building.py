"""The message is built once, and is what goes over the wire."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import SMTP

import pytest

from delivery.intake.building import build, readdressed
from delivery.intake.submission import Attachment, Submission

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def built(**changed):
    usual = {"to": ("maria@example.net",), "subject": "Factura nº 5", "text": "Hola.\n"}
    message_id, mime = build(Submission(**(usual | changed)), sender="invoices@example.com", now=NOW)
    return message_id, mime, message_from_bytes(mime, policy=SMTP)


def test_it_carries_headers_and_text():
    message_id, mime, mail = built()

    assert mail["Message-ID"] == message_id
    assert (mail["From"], mail["To"], mail["Subject"]) == ("invoices@example.com", "maria@example.net", "Factura nº 5")
    assert mail.get_content() == "Hola.\r\n"
    assert b"\n" not in mime.replace(b"\r\n", b"")


def test_a_blind_copy_stays_blind():
    _id, mime, _mail = built(bcc=("hidden@example.net",))

    assert b"hidden" not in mime


def test_html_and_attachments_go_along():
    _id, _mime, mail = built(
        html="<p>Hola</p>", attachments=(Attachment(name="á.pdf", content=b"%PDF", media_type="application/pdf"),)
    )

    kinds = [part.get_content_type() for part in mail.walk()]
    assert kinds == ["multipart/mixed", "multipart/alternative", "text/plain", "text/html", "application/pdf"]


@pytest.mark.parametrize("name", ["From", "bcc", "Message-ID", "Content-Type"])
def test_headers_of_ours_cannot_be_replaced(name):
    _id, mime, _mail = built(headers={name: "intruder@example.org"})

    assert b"intruder" not in mime


def test_another_address_takes_the_place_of_the_old_one_in_to():
    _id, mime, _mail = built(to=("maria@exmaple.net", "pedro@example.net"))

    mail = message_from_bytes(readdressed(mime, old="maria@exmaple.net", new="maria@example.net"), policy=SMTP)

    assert mail["To"] == "maria@example.net, pedro@example.net"
    assert mail["Subject"] == "Factura nº 5"


def test_readdressing_changes_no_other_byte():
    hostile = {"X-A": "=?utf-8?q?a=0d=0aBcc:_x@y.example?=", "X-To": "maria@exmaple.net"}
    _id, mime, _mail = built(
        to=("pedro@example.net", "maria@exmaple.net"), text="To: maria@exmaple.net\n", headers=hostile
    )

    new = readdressed(mime, old="Maria@exmaple.net", new="josé@example.net")

    assert new == mime.replace(
        b"To: pedro@example.net, maria@exmaple.net", "To: pedro@example.net, josé@example.net".encode()
    )
    assert readdressed(mime, old="hidden@example.net", new="x@example.net") == mime


def test_an_international_address_is_written_as_it_is():
    _id, mime, _mail = built(to=("josé@correo.example",))

    assert "josé@correo.example".encode() in mime
