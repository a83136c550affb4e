"""Many conversations on one thread: whoever waits keeps nobody back, and every wait ends."""

import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from delivery.queue.marking import MARKS, Wanted
from delivery.sending.switchboard import Switchboard
from delivery.smtp import Accepted
from tests.delivery.conversing import CONTENT, endpoint_to, envelope_to, opened, sandbox, session_to

__all__ = ["endpoint_to", "envelope_to", "opened", "sandbox", "session_to"]


@pytest.fixture(scope="module")
def board():
    """One thread for all these tests."""
    return Switchboard()


@pytest.fixture
def send(board, session_to, envelope_to):
    """Sends one e-mail over a line of the switchboard."""

    def send(content=CONTENT):
        session = session_to("company")
        envelope = envelope_to("ana@example.net", sender="noreply@example.net", content=content)
        return board.speak(session, lambda _line: session.send(envelope, lambda: None))

    return send


def test_a_conversation_is_held_over_a_line(send):
    assert isinstance(send(), Accepted)


def test_a_large_message_goes_in_pieces(send, sandbox):
    content = b"Subject: Hello\r\n\r\n" + b"0123456789\r\n" * 500_000

    assert isinstance(send(content=content), Accepted)
    assert sandbox.world.mailbox()[-1].size >= len(content)


def test_who_waits_keeps_nobody_back(board, session_to, send):
    slow, goes_on = session_to("company"), threading.Event()

    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(board.speak, slow, lambda line: line.wait_until(goes_on.is_set))
        assert isinstance(send(), Accepted)
        assert not waiting.done()
        goes_on.set()
        board.ring()
        waiting.result(10)


def test_silence_ends_at_the_limit(board, session_to):
    session = session_to("company-clear")

    assert board.speak(session, lambda line: line.readable(session, 0.05)) is False


def test_what_goes_wrong_on_a_line_comes_out_where_it_was_asked_for(board, session_to, send):
    def fail(_line):
        raise LookupError("on purpose")

    with pytest.raises(LookupError, match="on purpose"):
        board.speak(session_to("company"), fail)
    assert isinstance(send(), Accepted)


def test_a_session_that_was_closed_is_told_and_blocks_nobody(board, session_to, send):
    closed = session_to("company")
    closed.close()

    with pytest.raises((OSError, ValueError)):
        board.speak(closed, lambda _line: None)
    assert isinstance(send(), Accepted)


def test_a_line_whose_socket_was_closed_goes_on_though_another_has_its_number_now(board, session_to, send):
    first, recorded, closed = session_to("company-clear"), threading.Event(), threading.Event()
    number = first.fileno()

    def wait(line):
        first.close()
        closed.set()
        line.wait_until(recorded.is_set)
        return "went on"

    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(board.speak, first, wait)
        assert closed.wait(10)
        sessions = (session_to("company-clear") for _ in range(50))
        board.speak(next(one for one in sessions if one.fileno() == number), lambda _line: None)
        recorded.set()
        board.ring()

        assert waiting.result(10) == "went on"


def test_where_marks_cannot_be_set_at_all_nobody_waits_for_them(board, session_to, now, monkeypatch):
    def fail(wanted):
        raise LookupError("on purpose")

    monkeypatch.setattr(MARKS, "put", fail)
    wanted = Wanted(job_id=1, worker="w", claimed_at=now, at=now)

    board.speak(session_to("company"), lambda line: line.mark(wanted))

    assert not wanted.is_set


def test_marks_wanted_at_the_same_moment_travel_together(board, session_to, now, monkeypatch):
    seen, all_here = [], threading.Barrier(3)
    monkeypatch.setattr(MARKS, "put", lambda wanted: seen.append([mark.job_id for mark in wanted]))

    def want(line, number, begin):
        line.wait_until(begin.is_set)
        line.mark(Wanted(job_id=number, worker="w", claimed_at=now, at=now))

    begin = threading.Event()

    def run(number):
        session = session_to("company")
        all_here.wait(10)
        return board.speak(session, lambda line: want(line, number, begin))

    def start(_line):
        begin.set()
        board.ring()

    with ThreadPoolExecutor() as pool:
        runs = [pool.submit(run, number) for number in (1, 2)]
        all_here.wait(10)
        board.speak(session_to("company"), start)
        for one in runs:
            one.result(10)

    assert sorted(number for numbers in seen for number in numbers) == [1, 2]


def test_a_fault_of_the_database_reaches_who_wanted_the_mark(board, session_to, now, monkeypatch):
    def away(wanted):
        for mark in wanted:
            mark.fault = psycopg.OperationalError("gone")

    monkeypatch.setattr(MARKS, "put", away)
    wanted = Wanted(job_id=1, worker="w", claimed_at=now, at=now)

    board.speak(session_to("company"), lambda line: line.mark(wanted))

    assert isinstance(wanted.fault, psycopg.OperationalError)
