"""A message survives the wire: line ends and dots, for any bytes."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from delivery.smtp.body import dot_stuffed, in_seven_bits, with_crlf

near_the_edges = st.lists(st.sampled_from([b".", b"\r", b"\n", b"\r\n", b"a", b"..", b"\xc3\xb1"])).map(b"".join)


@pytest.mark.parametrize(
    ("content", "sent"),
    [
        (b"a\nb\n", b"a\r\nb\r\n"),
        (b"a\rb", b"a\r\nb\r\n"),
        (b"a\r\nb\r\n", b"a\r\nb\r\n"),
        (b"a\r\r\nb", b"a\r\n\r\nb\r\n"),
        (b"a\n\rb\r\n", b"a\r\n\r\nb\r\n"),
        (b"", b""),
    ],
)
def test_every_line_ends_with_crlf(content, sent):
    assert with_crlf(content) == sent


@given(near_the_edges | st.binary())
def test_no_lone_cr_or_lf_is_left(content):
    sent = with_crlf(content)

    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", sent)
    assert with_crlf(sent) == sent


@given(near_the_edges | st.binary())
def test_dot_stuffing_can_be_undone_and_hides_every_final_dot(content):
    message = with_crlf(content)

    stuffed = dot_stuffed(message)

    lines = stuffed.split(b"\r\n")
    assert b"." not in lines
    assert b"\r\n".join(line.removeprefix(b".") for line in lines) == message


def test_eight_bit_parts_are_encoded_anew():
    content = "Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\nMuñoz\r\n".encode()

    sent = in_seven_bits(content)

    assert sent.isascii()
    assert b"Content-Transfer-Encoding: base64" in sent


@given(
    st.lists(st.sampled_from([b"Content-Type: text/plain; charset=", b"utf-8", b"x", b"\r\n", b"\xf1", b":"])).map(
        b"".join
    )
)
def test_a_message_that_cannot_be_encoded_anew_is_left_alone(content):
    assert isinstance(in_seven_bits(content), bytes)
