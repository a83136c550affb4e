"""Fields are folded and encoded so that the standard library reads back what was written."""

from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from delivery.intake.mime.headers import WANTED, address_field, given_field, text_field

TEXT = st.text(
    st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="\u2028\u2029") | st.sampled_from(" =?_é"),
    max_size=300,
)
ADDRESS = st.from_regex(r"[a-z0-9.=?+]{1,64}@[a-z]{1,60}\.example", fullmatch=True)


def read(field: bytes, name: str):
    return message_from_bytes(field + b"\r\n", policy=SMTP)[name]


def lines_of(field: bytes) -> list[bytes]:
    assert field.endswith(b"\r\n")
    return field.removesuffix(b"\r\n").split(b"\r\n")


@given(TEXT)
@example("=?utf-8?q?not_encoded?=")
@example(" blanks around ")
@example("two  blanks   and " + "so on  " * 30 + "end")
@example("é" * 900)
@example("x" * 900)
def test_a_subject_is_read_back(subject):
    field = text_field("Subject", subject)

    assert read(field, "Subject") == subject
    assert len(message_from_bytes(field + b"\r\n", policy=SMTP).keys()) == 1


@given(TEXT | st.text("ab ", max_size=300))
def test_a_line_is_longer_than_it_should_be_only_when_it_is_one_word(subject):
    for line in lines_of(text_field("Subject", subject)):
        assert line.isascii()
        assert b"=?" not in line or len(line) <= 76
        assert len(line) <= WANTED or b" " not in line.removeprefix(b"Subject:").strip()
        assert line.strip()


@given(st.lists(ADDRESS, min_size=1, max_size=30))
def test_addresses_are_read_back(addresses):
    field = address_field("To", addresses)

    assert "".join(field.decode().split()) == "To:" + ",".join(addresses)
    assert all(len(line) <= WANTED + 1 or line.count(b"@") == 1 for line in lines_of(field))
    assert all(line.startswith((b"To:", b" ")) for line in lines_of(field))


@pytest.mark.parametrize(
    "value",
    [
        "<https://example.com/leave?a=1>, <mailto:leave@example.com>",
        '"Sales, North" <sales@example.com>',
        "word " * 100 + "end",
        "",
        "x" * 900,
    ],
)
def test_a_given_value_is_written_as_it_is(value):
    field = given_field("X-Given", value)

    assert field.replace(b"\r\n", b"").removeprefix(b"X-Given: ").decode() == value


@pytest.mark.parametrize("name", ["Subject", "X-A", "References", "List-Unsubscribe", "Reply-To", "Sender"])
@pytest.mark.parametrize(
    "value",
    ["=?utf-8?q?a=0d=0aBcc:_x@y.example?=", "=?utf-8?b?DQpCY2M6IHhAeS5leGFtcGxlDQoNCmJvZHk=?=", "=?utf-8?q?=00?="],
)
def test_an_encoded_word_stays_one_field(name, value):
    for field in (text_field(name, value), given_field(name, value)):
        assert field.count(b"\r\n") == 1 + field.count(b"\r\n ")
        assert field.startswith(f"{name}: ".encode())
        assert b"\0" not in field


@pytest.mark.parametrize(
    ("name", "value", "read_back"),
    [
        ("X-Name", "Peña", "Peña"),
        ("Reply-To", "José Peña <jose@example.net>, ana@example.net", "José Peña <jose@example.net>, ana@example.net"),
        ("Sender", '"Peña, \\"S.L.\\"" <a@example.net>', '"Peña, \\"S.L.\\"" <a@example.net>'),
        ("Reply-To", "ana@münchen.example", "ana@xn--mnchen-3ya.example"),
        ("Reply-To", "á", None),
    ],
)
def test_letters_beyond_ascii_are_encoded_and_addresses_are_not(name, value, read_back):
    field = given_field(name, value)

    assert field.isascii()
    assert read_back is None or str(read(field, name)) == read_back


def test_a_local_part_beyond_ascii_stays_as_it_is():
    assert address_field("To", ["josé@correo.example", "ana@faß.example"]) == (
        "To: josé@correo.example, ana@xn--fa-hia.example\r\n".encode()
    )
