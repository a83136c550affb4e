"""Addresses out of what servers wrap them in."""

import pytest

from diagnostics.reading.addresses import address_in, addresses_in, is_address


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("<ana@example.org>", "ana@example.org"),
        ("rfc822;ana@example.org.", "ana@example.org"),
        ("'ana@example.org'", "ana@example.org"),
        ("X400;c=es;a=;p=example;dda:rfc-822=ana(a)example.org;", "ana@example.org"),
        ("c=US;a= ;p=x;o=y;dda:SMTP=ANA@EXAMPLE.ORG;", "ANA@EXAMPLE.ORG"),
        ("IMCEASMTP-ana+2Eluz+40example+2Eorg@gateway.example.net", "ana.luz@example.org"),
        ("utf-8; jos\\x{E9}@example.org", "josé@example.org"),
        ('"ana luz"@example.org', '"ana luz"@example.org'),
        ("收件人邮件地址（ana@example.org）不存在，邮件无法送达。", "ana@example.org"),
        ("nobody at all", None),
    ],
)
def test_an_address_is_taken_out_of_its_wrapping(text, address):
    assert address_in(text) == address


def test_an_address_named_twice_counts_once():
    assert addresses_in("<ana@example.org>, ANA@example.org; bea@example.org") == ["ana@example.org", "bea@example.org"]


def test_a_file_is_no_address():
    assert is_address("ana@example.org")
    assert not is_address("/var/mail/ana")
    assert not is_address("@mx.example.org")
