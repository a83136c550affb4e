"""One session serves many envelopes, and tells exactly how each ended."""

import hashlib
import threading
import time

import pytest

from delivery.smtp import Accepted, NotOffered, Refused, TimeLimits, Uncertain, written
from delivery.smtp.body import with_crlf

LONG = b"From: invoices@example.com\r\n\r\n" + b"x" * 70 + b"\r\n"


def take(peer):
    """Hear MAIL, RCPT and DATA in one write, and say yes."""
    peer.hear(3)
    peer.say("250 ok", "250 ok", "354 go")


def test_an_accepted_message_is_in_the_mailbox_once(sandbox, session_to, envelope_to, nothing):
    outcome = session_to("office365").send(envelope_to("ana@example.net"), nothing)

    assert isinstance(outcome, Accepted)
    [received] = sandbox.world.mailbox()
    assert (received.recipient, received.message_id, received.subject) == (
        "ana@example.net",
        "<1@example.com>",
        "Hello",
    )


@pytest.mark.parametrize("name", ["office365", "company-clear"])
@pytest.mark.parametrize("text", [b".", b"..\n.\n\n.x", b"a\rb\nc\r\n", b"", b".\r\n.\r\n" * 40_000, b"x" * 200_000])
def test_a_message_arrives_as_it_was_sent(sandbox, session_to, envelope_to, nothing, name, text):
    content = b"From: invoices@example.com\n\n" + text

    session_to(name).send(envelope_to("ana@example.net", content=content), nothing)

    assert sandbox.world.mailbox()[0].sha256 == hashlib.sha256(with_crlf(content)).hexdigest()


def test_a_refused_recipient_is_told_in_the_servers_exact_words(session_to, envelope_to, nothing):
    outcome = session_to("company").send(envelope_to("unknown@example.net"), nothing)

    assert isinstance(outcome, Refused)
    assert (outcome.stage, outcome.code, outcome.enhanced) == ("rcpt-to", 550, "5.1.1")
    assert outcome.raw == (
        "550 5.1.1 <unknown@example.net>: Recipient address rejected: User unknown in virtual mailbox table"
    )


@pytest.mark.parametrize("name", ["office365", "gmail", "company", "company-tls", "company-clear"])
def test_the_session_goes_on_after_a_refusal(sandbox, session_to, envelope_to, nothing, name):
    session = session_to(name)
    recipients = ["unknown@example.net", "ana@example.net", "spam@example.net", "ben@example.net"]

    outcomes = [session.send(envelope_to(to), nothing) for to in recipients]

    assert [type(outcome) for outcome in outcomes] == [Refused, Accepted, Refused, Accepted]
    assert [received.recipient for received in sandbox.world.mailbox()] == ["ana@example.net", "ben@example.net"]


def test_what_is_not_offered_to_the_server_is_refused_and_the_session_goes_on(session_to, envelope_to, nothing):
    session = session_to("company")

    wrong = session.send(envelope_to("a\r\nDATA@example.net"), nothing)
    large = session.send(envelope_to("ana@example.net", content=b"x" * 10_240_001), nothing)
    right = session.send(envelope_to("ana@example.net"), nothing)

    assert (wrong.fault, large.fault) == ("bad-address", "too-large")
    assert isinstance(right, Accepted)


def test_each_outcome_has_its_own_part_of_the_conversation(session_to, envelope_to, nothing):
    session = session_to("company")

    first = written(session.send(envelope_to("unknown@example.net"), nothing).transcript)
    second = session.send(envelope_to("ana@example.net"), nothing)

    assert "550 5.1.1 <unknown@example.net>" in first
    assert "unknown@example.net" not in written(second.transcript)
    assert "RSET" in written(second.transcript)
    assert "EHLO" in second.conversation


def test_the_text_of_a_message_is_not_in_the_transcript(session_to, envelope_to, nothing):
    outcome = session_to("company").send(envelope_to("ana@example.net"), nothing)

    assert "Hello" not in written(outcome.transcript)
    assert "(the message, 83 bytes)" in written(outcome.transcript)


def test_the_mark_comes_before_the_final_dot(tiny_server, opened, envelope_to):
    told = []

    def serve(peer):
        peer.greet("PIPELINING")
        take(peer)
        peer.hear_body()
        told.append("final dot")
        peer.say("250 taken")

    opened(tiny_server(serve)).send(envelope_to("ana@example.net"), lambda: told.append("mark"))

    assert told == ["mark", "final dot"]


def test_no_mark_where_the_message_was_refused_before(session_to, envelope_to):
    marks = []

    session_to("company").send(envelope_to("unknown@example.net"), lambda: marks.append("mark"))

    assert not marks


def test_a_mark_that_cannot_be_made_keeps_the_message_back(sandbox, session_to, envelope_to, nothing):
    session = session_to("company")

    def fail():
        raise RuntimeError("the database has gone")

    with pytest.raises(RuntimeError, match="the database has gone"):
        session.send(envelope_to("ana@example.net"), fail)

    assert isinstance(session.send(envelope_to("ben@example.net"), nothing), NotOffered)
    assert not sandbox.world.mailbox()


def test_a_server_that_takes_the_message_and_hangs_up_leaves_it_uncertain(sandbox, session_to, envelope_to):
    marks = []

    outcome = session_to("company").send(envelope_to("vanish@example.net"), lambda: marks.append("handed over"))

    assert isinstance(outcome, Uncertain)
    assert (outcome.stage, outcome.fault, marks) == ("body", "closed", ["handed over"])
    assert not sandbox.world.mailbox()[0].answered


def test_an_answer_that_comes_too_late_leaves_it_uncertain(sandbox, session_to, envelope_to, nothing):
    sandbox.world.turn(late_seconds=3600)
    session = session_to("company", limits=TimeLimits(body=0.1))

    outcome = session.send(envelope_to("late@example.net"), nothing)

    assert isinstance(outcome, Uncertain)
    assert outcome.raw == "timed out after 0.1 s waiting for the answer to the message"
    assert len(sandbox.world.mailbox()) == 1


@pytest.mark.parametrize("answer", ["354 go on", "what?", "25"])
def test_an_answer_that_means_nothing_leaves_it_uncertain(tiny_server, opened, envelope_to, nothing, answer):
    def serve(peer):
        peer.greet("PIPELINING")
        take(peer)
        peer.hear_body()
        peer.say(answer)

    assert isinstance(opened(tiny_server(serve)).send(envelope_to("ana@example.net"), nothing), Uncertain)


def test_a_server_that_breaks_off_in_a_long_message_surely_has_not_taken_it(tiny_server, opened, envelope_to):
    marks = []

    def serve(peer):
        peer.greet("PIPELINING")
        take(peer)
        peer.hear(10)
        peer.reset()

    envelope = envelope_to("ana@example.net", content=LONG * 400_000)

    outcome = opened(tiny_server(serve)).send(envelope, lambda: marks.append("mark"))

    assert isinstance(outcome, Refused)
    assert (outcome.stage, outcome.fault, marks) == ("body", "reset", [])


def test_a_server_that_says_no_in_the_middle_of_a_message_is_heard(tiny_server, opened, envelope_to, nothing):
    def serve(peer):
        peer.greet("PIPELINING")
        take(peer)
        peer.hear(10)
        peer.say("552 5.3.4 too much for me")
        # Reads on, so that the words are not lost with the connection.
        while peer.connection.recv(65_536):
            pass

    outcome = opened(tiny_server(serve)).send(envelope_to("ana@example.net", content=LONG * 100_000), nothing)

    assert isinstance(outcome, Refused)
    assert (outcome.stage, outcome.raw) == ("body", "552 5.3.4 too much for me")


def test_a_server_that_says_no_before_a_short_message_is_heard(tiny_server, opened, envelope_to):
    marks = []

    def serve(peer):
        peer.greet("PIPELINING")
        peer.hear(3)
        peer.say("250 ok", "250 ok", "354 go", "421 4.3.2 shutting down")
        peer.hear()

    outcome = opened(tiny_server(serve)).send(envelope_to("ana@example.net"), lambda: marks.append("mark"))

    assert isinstance(outcome, Refused)
    assert (outcome.stage, outcome.raw, marks) == ("body", "421 4.3.2 shutting down", [])


def test_a_server_that_stops_reading_ends_at_the_limit(tiny_server, opened, envelope_to, nothing):
    def serve(peer):
        peer.greet("PIPELINING")
        take(peer)
        peer.heard.append("waiting")
        while peer.connection.fileno() >= 0 and not client_gave_up.wait(0.01):
            pass

    client_gave_up = threading.Event()
    endpoint = tiny_server(serve, limits=TimeLimits(block=0.1))

    outcome = opened(endpoint).send(envelope_to("ana@example.net", content=LONG * 400_000), nothing)
    client_gave_up.set()

    assert isinstance(outcome, Refused)
    assert (outcome.stage, outcome.fault) == ("body", "timed-out")


def test_one_message_has_a_limit_in_all(sandbox, session_to, envelope_to, nothing):
    sandbox.world.turn(slow_seconds=3600)
    session = session_to("company", limits=TimeLimits(message=0.1))

    outcome = session.send(envelope_to("slow@example.net"), nothing)

    assert isinstance(outcome, Refused)
    assert (outcome.stage, outcome.fault) == ("rcpt-to", "timed-out")


def test_a_mark_that_takes_long_does_not_leave_a_message_in_doubt(session_to, envelope_to):
    session = session_to("company", limits=TimeLimits(message=1.0))

    outcome = session.send(envelope_to("ana@example.net"), lambda: time.sleep(1.1))

    assert isinstance(outcome, Accepted)


def test_what_waits_when_the_server_has_gone_was_not_offered(session_to, envelope_to, nothing):
    session = session_to("company")
    session.send(envelope_to("vanish@example.net"), nothing)

    outcome = session.send(envelope_to("ana@example.net"), nothing)

    assert isinstance(outcome, NotOffered)
    assert not session.is_open


def test_a_server_that_says_goodbye_midway_leaves_the_rest_not_offered(sandbox, session_to, envelope_to, nothing):
    sandbox.world.set_mode("noreply@example.net", "closes-midway")
    session = session_to("company")

    outcomes = [session.send(envelope_to(f"user{number}@example.net"), nothing) for number in range(4)]

    assert [type(outcome) for outcome in outcomes] == [Accepted, Accepted, NotOffered, NotOffered]
    assert outcomes[2].raw == "421 4.4.2 mail.example.net Error: timeout exceeded"


def test_closing_says_quit(tiny_server, opened):
    heard = []

    def serve(peer):
        peer.greet()
        heard.append(peer.hear())
        peer.say("221 bye")

    session = opened(tiny_server(serve))
    session.close()
    session.close()

    assert heard == ["QUIT"]
    assert not session.is_open


def test_closing_does_not_wait_for_a_server_that_does_not_answer(tiny_server, opened):
    def serve(peer):
        peer.greet()
        peer.hear(2)

    opened(tiny_server(serve)).close()


# The next envelope's commands behind the message before it


def test_the_promised_envelope_is_offered_behind_the_message_before(tiny_server, opened, envelope_to, nothing):
    heard: list[str] = []

    def serve(peer):
        peer.greet("PIPELINING")
        take(peer)
        peer.hear_body()
        heard.extend(peer.hear() for _ in range(3))
        peer.say("250 taken", "250 ok", "250 ok", "354 go")
        peer.hear_body()
        peer.say("250 taken too")

    session = opened(tiny_server(serve))
    first, second = envelope_to("a@example.net"), envelope_to("b@example.net")

    outcomes = [session.send(first, nothing, second), session.send(second, nothing)]

    assert [outcome.raw for outcome in outcomes] == ["250 taken", "250 taken too"]
    assert heard == ["MAIL FROM:<invoices@example.com>", "RCPT TO:<b@example.net>", "DATA"]
    assert "b@example.net" not in written(outcomes[0].transcript)
    assert "RCPT TO:<b@example.net>" in written(outcomes[1].transcript)


@pytest.mark.parametrize("name", ["office365", "gmail", "company", "company-clear"])
def test_promising_ahead_changes_no_outcome(sandbox, session_to, envelope_to, nothing, name):
    words = ["ana", "unknown", "ben", "spam", "a\r\nb", "eva", "full", "restricted", "leo", "blocked", "max"]
    envelopes = [envelope_to(f"{word}@example.net") for word in words]
    session = session_to(name)

    outcomes = [
        session.send(envelope, nothing, following)
        for envelope, following in zip(envelopes, [*envelopes[1:], None], strict=True)
    ]

    accepted = {word for word, outcome in zip(words, outcomes, strict=True) if isinstance(outcome, Accepted)}
    assert accepted == {"ana", "ben", "eva", "leo", "max"}
    assert {received.recipient.partition("@")[0] for received in sandbox.world.mailbox()} == accepted
    assert sum(isinstance(outcome, Refused) for outcome in outcomes) == 6


def test_a_promise_is_void_when_the_session_ends(session_to, envelope_to, nothing):
    session = session_to("company")
    first, second = envelope_to("vanish@example.net"), envelope_to("ana@example.net")

    outcomes = [session.send(first, nothing, second), session.send(second, nothing)]

    assert [type(outcome) for outcome in outcomes] == [Uncertain, NotOffered]


def test_closing_on_a_promise_hangs_up_without_a_word(tiny_server, opened, envelope_to, nothing):
    heard: list[bytes] = []
    over = threading.Event()

    def serve(peer):
        peer.greet("PIPELINING")
        take(peer)
        peer.hear_body()
        peer.hear(3)
        peer.say("250 taken", "250 ok", "250 ok", "354 go")
        heard.append(peer.hear_body())
        over.set()

    session = opened(tiny_server(serve))
    session.send(envelope_to("ana@example.net"), nothing, envelope_to("ben@example.net"))

    session.close()

    assert over.wait(10)
    assert heard == [b""]


def test_another_envelope_than_promised_is_not_offered(sandbox, session_to, envelope_to, nothing):
    session = session_to("company")
    session.send(envelope_to("ana@example.net"), nothing, envelope_to("ben@example.net"))

    assert isinstance(session.send(envelope_to("eva@example.net"), nothing), NotOffered)
    assert len(sandbox.world.mailbox()) == 1
