"""The wire waits no longer and reads no more than it was told, whatever the other end does."""

import socket
import time
from collections.abc import Iterator

import pytest

from delivery.smtp import TimeLimits
from delivery.smtp.fault import BrokenOffError
from delivery.smtp.transcript import Recorder
from delivery.smtp.wire import MAX_LINE, MAX_REPLY_LINES, Wire


@pytest.fixture
def ends() -> Iterator[tuple[Wire, socket.socket]]:
    """A wire and the other end of its socket."""
    ours, theirs = socket.socketpair()
    wire = Wire(ours, TimeLimits(block=0.1), Recorder(), until=time.monotonic() + 30)
    yield wire, theirs
    wire.close()
    theirs.close()


def test_a_reply_of_many_lines_is_read_whole(ends):
    wire, server = ends
    server.sendall(b"250-first\r\n250-second\n250 third\r\n220 another\r\n")

    assert wire.read_reply(5, "it").raw_lines == ("250-first", "250-second", "250 third")
    assert wire.read_reply(5, "it").raw_lines == ("220 another",)


def test_a_reply_that_comes_in_pieces_is_put_together(ends):
    wire, server = ends
    server.sendall(b"250 O")
    with pytest.raises(BrokenOffError):
        wire.read_reply(0.01, "it")
    server.sendall(b"k\r\n")

    assert wire.read_reply(5, "it").raw_lines == ("250 Ok",)


@pytest.mark.parametrize(
    ("bytes_sent", "words"),
    [
        (b"x" * (MAX_LINE + 1), "longer than"),
        (b"250-more\r\n" * (MAX_REPLY_LINES + 1), "more than"),
        (b"HTTP/1.1 400 Bad Request\r\n", "no SMTP reply: HTTP/1.1 400"),
        (b"\r\n", "no SMTP reply"),
        (b"\xff\xfe\x00\r\n", "no SMTP reply"),
    ],
)
def test_what_is_no_reply_ends_the_conversation(ends, bytes_sent, words):
    wire, server = ends
    server.sendall(bytes_sent)

    with pytest.raises(BrokenOffError, match=words) as caught:
        wire.read_reply(5, "it")

    assert caught.value.fault == "protocol"


def test_silence_ends_at_the_limit_and_says_what_was_waited_for(ends):
    wire, _ = ends

    with pytest.raises(BrokenOffError, match=r"timed out after 0.05 s waiting for the greeting") as caught:
        wire.read_reply(0.05, "the greeting")

    assert caught.value.fault == "timed-out"


def test_the_whole_ends_at_its_own_limit(ends):
    wire, _ = ends
    wire.start_clock(0)

    with pytest.raises(BrokenOffError, match="timed out after 0 s in all"):
        wire.read_reply(5, "it")


def test_the_other_end_hanging_up_is_told(ends):
    wire, server = ends
    server.close()

    with pytest.raises(BrokenOffError, match="unexpectedly closed while waiting for the greeting") as caught:
        wire.read_reply(5, "the greeting")

    assert caught.value.fault == "closed"


def test_writing_to_who_does_not_read_ends_at_the_limit(ends):
    wire, _ = ends

    with pytest.raises(BrokenOffError, match="writing to the server") as caught:
        wire.write(b"x" * 10_000_000, [])

    assert caught.value.fault == "timed-out"


def test_a_secret_is_masked_in_all_its_forms(ends):
    wire, server = ends
    wire.keep_secret("stone-bridge")
    server.sendall(b"535 stone-bridge or c3RvbmUtYnJpZGdl is wrong\r\n")
    wire.say("TEST stone-bridge")

    reply = wire.read_reply(5, "it")

    assert reply.raw_lines == ("535 ******** or ******** is wrong",)
    assert [line.text for line in wire.recorder.cut()] == ["TEST ********", "535 ******** or ******** is wrong"]


def test_a_quoted_command_is_masked_though_it_was_cut_wrapped_or_too_long(ends):
    wire, server = ends
    wire.stage = "login"
    wire.keep_secret("\0app@example.com\0stone-bridge-77")
    encoded = "AGFwcEBleGFtcGxlLmNvbQBzdG9uZS1icmlkZ2UtNzc="
    server.sendall(f"500-AUTH PLAIN {encoded[:21]}\r\n500 {encoded[21:-3]} unknown\r\n".encode())

    assert wire.read_reply(5, "it").raw_lines == ("500-AUTH PLAIN ********", "500 ******** unknown")

    server.sendall(b"535 " + encoded.encode() + b" x" * 5_000)
    with pytest.raises(BrokenOffError, match="longer than"):
        wire.read_reply(5, "it")
    assert encoded[:10] not in "".join(line.text for line in wire.recorder.cut())


def test_what_the_server_says_out_of_turn_is_noticed_and_not_lost(ends):
    wire, server = ends

    assert not wire.has_more()
    server.sendall(b"421 going\r\n")

    assert wire.has_more()
    assert wire.read_reply(5, "it").code == 421


def test_a_server_that_has_gone_is_noticed(ends):
    wire, server = ends
    server.close()

    with pytest.raises(BrokenOffError, match="closed by the server"):
        wire.has_more()
