"""What a server offers is read from its answer to EHLO."""

import pytest

from delivery.smtp.capabilities import read_capabilities
from delivery.smtp.reply import Reply


def offered(*lines: str):
    return read_capabilities(Reply(code=250, raw_lines=("250-them", *(f"250-{line}" for line in lines))))


def test_keywords_are_read_in_any_case():
    capabilities = offered("Pipelining", "8bitmime")

    assert capabilities.offers("PIPELINING")
    assert capabilities.offers("8BITMIME")
    assert not capabilities.offers("SMTPUTF8")


@pytest.mark.parametrize(
    ("line", "size"),
    [("SIZE 1000", 1000), ("SIZE 0", None), ("SIZE", None), ("SIZE x", None), ("SIZE " + "9" * 60, int("9" * 18))],
)
def test_the_largest_size_is_a_number_or_none(line, size):
    assert offered(line).max_size == size


def test_mechanisms_are_collected_from_both_forms():
    assert offered("AUTH LOGIN xoauth2", "AUTH=LOGIN PLAIN").mechanisms == ("LOGIN", "XOAUTH2", "PLAIN")


def test_the_servers_name_is_no_capability():
    assert not offered().offers("THEM")


def test_empty_lines_are_no_capabilities():
    assert not offered("").mechanisms
