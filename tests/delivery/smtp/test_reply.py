"""A reply keeps the server's exact words."""

import pytest

from delivery.smtp.reply import Reply, as_text, read_line


@pytest.mark.parametrize(
    ("line", "read"),
    [
        ("250 Ok", (250, True)),
        ("250", (250, True)),
        ("250 ", (250, True)),
        ("250-PIPELINING", (250, False)),
        ("354 Go ahead", (354, True)),
        ("HTTP/1.1 400 Bad Request", None),
        ("", None),
        ("25 Ok", None),
        ("2500 Ok", None),
        ("150 Ok", None),
        ("650 Ok", None),
        ("250_Ok", None),
        ("٢٥٠ Ok", None),
    ],
)
def test_a_line_is_a_reply_only_in_the_form_of_one(line, read):
    assert read_line(line) == read


@pytest.mark.parametrize(
    ("raw", "enhanced"),
    [
        ("550 5.1.1 <a@example.com>: unknown", "5.1.1"),
        ("535 5.7.139 Authentication unsuccessful", "5.7.139"),
        ("550 5.1.1.2 odd", None),
        ("550 No such user (#5.1.1)", None),
        ("550 10.5.1.1 is blocked", None),
        ("550", None),
    ],
)
def test_the_enhanced_code_stands_at_the_start_or_there_is_none(raw, enhanced):
    assert Reply(code=550, raw_lines=(raw,)).enhanced == enhanced


def test_all_lines_of_a_reply_are_kept():
    reply = Reply(code=250, raw_lines=("250-first", "250 second"))

    assert reply.lines == ("first", "second")
    assert reply.positive


@pytest.mark.parametrize(
    ("line", "text"),
    [
        ("Usuario desconocido: Muñoz".encode(), "Usuario desconocido: Muñoz"),
        ("Muñoz".encode("latin-1"), "Muñoz"),
        (b"a\x00b\x1b[31m\tc", "a\N{REPLACEMENT CHARACTER}b\N{REPLACEMENT CHARACTER}[31m\tc"),
        (b"a\rb", "a\N{REPLACEMENT CHARACTER}b"),
    ],
)
def test_what_a_server_wrote_becomes_text_that_can_be_stored(line, text):
    assert as_text(line) == text
