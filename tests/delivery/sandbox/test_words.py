"""The changing parts of a reply have the shape they have in life."""

import re

from delivery.sandbox.provider import load_provider
from delivery.sandbox.words import Words

MICROSOFT = re.compile(
    r"\[[A-Z]{2}[A-Z0-9]PR?\d{2,5}[A-Z]{2}\d{4}\.[A-Za-z]+\d+\.prod\.outlook\.com"
    r" \d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z [0-9A-F]{16}\]"
)
GOOGLE = re.compile(r"[0-9a-zA-Z]+[.-][0-9a-zA-Z.\-]+ - gsmtp")


def test_the_trailer_has_microsofts_shape():
    [trailer] = Words(load_provider("office365"), 7, "192.0.2.1").fill("{trailer}")

    assert MICROSOFT.fullmatch(trailer)


def test_the_session_id_has_googles_shape():
    [session] = Words(load_provider("gmail"), 7, "192.0.2.1").fill("{gsmtp}")

    assert GOOGLE.fullmatch(session)


def test_a_connection_keeps_its_session_and_changes_its_message_ids():
    words = Words(load_provider("office365"), 7, "192.0.2.1")

    first, second = words.fill("{session} {queue_id}")[0].split(), words.fill("{session} {queue_id}")[0].split()

    assert first[0] == second[0]
    assert first[1] != second[1]


def test_what_a_client_said_is_not_taken_for_a_placeholder():
    words = Words(load_provider("company"), 7, "192.0.2.1")

    assert words.fill("<{recipient}>", recipient="{server}@example.com") == ["<{server}@example.com>"]
