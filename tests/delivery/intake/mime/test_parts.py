"""A part gives back its text, and no line of it is too long for the wire."""

import re
from email import message_from_bytes
from email.policy import SMTP

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from delivery.intake.mime.headers import LONGEST
from delivery.intake.mime.parts import text_part

TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0") | st.sampled_from("\r\n.= \té"), max_size=400
)


def stretched(text: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return text | text.map(lambda one: one * 40)


@given(stretched(TEXT))
@example("")
@example("From here\n.\n..two\n")
@example("x" * 998)
@example("x" * 999)
@example("é" * 499 + "\n")
@example("é" * 500)
@example("a\r" * 600)
@example("long " * 300 + "\r\nshort \n")
@example("=" * 2000)
def test_the_text_is_read_back_with_its_lines(text):
    part = text_part(text, "plain")
    expected = re.sub(r"\r\n|\r|\n", "\r\n", text)

    mail = message_from_bytes(part, policy=SMTP)

    read = mail.get_payload(decode=True)
    assert isinstance(read, bytes)
    assert re.sub(rb"\r\n|\n", b"\r\n", read) == (expected if expected.endswith("\r\n") else f"{expected}\r\n").encode()
    assert not mail.defects
    assert all(len(line) <= LONGEST for line in part.split(b"\r\n"))
    assert b"\n" not in part.replace(b"\r\n", b"")
    assert b"\r" not in part.replace(b"\r\n", b"")


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Hello.\n", "7bit"),
        ("Peña\n", "8bit"),
        ("x" * 998, "7bit"),
        ("x" * 999, "quoted-printable"),
        ("é" * 500, "base64"),
        ("é" + "x" * 999, "quoted-printable"),
    ],
)
def test_only_long_lines_are_encoded(text, encoding):
    assert message_from_bytes(text_part(text, "html"), policy=SMTP)["Content-Transfer-Encoding"] == encoding
