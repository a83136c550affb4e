"""Offering an envelope: in one write where the server allows, and never a message to nobody."""

import pytest

from delivery.smtp import Accepted, NotOffered, Refused


def test_with_pipelining_all_commands_come_in_one_write(tiny_server, opened, envelope_to, nothing):
    chunks = []

    def serve(peer):
        peer.greet("PIPELINING")
        chunks.append(peer.connection.recv(4096))

    session = opened(tiny_server(serve))
    session.send(envelope_to("ana@example.net"), nothing)

    assert chunks == [b"MAIL FROM:<invoices@example.com>\r\nRCPT TO:<ana@example.net>\r\nDATA\r\n"]


def test_without_pipelining_each_command_waits_for_its_answer(tiny_server, opened, envelope_to, nothing):
    chunks = []

    def serve(peer):
        peer.greet()
        for answer in ("250 ok", "250 ok", "354 go", "250 taken"):
            chunks.append(peer.connection.recv(4096))
            peer.say(answer)

    outcome = opened(tiny_server(serve)).send(envelope_to("ana@example.net"), nothing)

    assert isinstance(outcome, Accepted)
    assert chunks[:3] == [b"MAIL FROM:<invoices@example.com>\r\n", b"RCPT TO:<ana@example.net>\r\n", b"DATA\r\n"]


def test_a_server_that_wants_the_message_although_it_refused_the_recipient_gets_a_dot(
    tiny_server, opened, envelope_to, nothing
):
    bodies = []

    def serve(peer):
        peer.greet("PIPELINING")
        peer.hear(3)
        peer.say("250 ok", "550 5.1.1 nobody", "354 go")
        bodies.append(peer.hear())
        peer.say("554 5.5.1 no valid recipients")
        peer.hear(4)
        peer.say("250 reset", "250 ok", "250 ok", "354 go")
        bodies.append(peer.hear_body())
        peer.say("250 taken")

    session = opened(tiny_server(serve))
    outcomes = [session.send(envelope_to(to), nothing) for to in ("nobody@example.net", "ana@example.net")]

    assert [type(outcome) for outcome in outcomes] == [Refused, Accepted]
    assert (outcomes[0].stage, outcomes[0].raw) == ("rcpt-to", "550 5.1.1 nobody")
    assert bodies[0] == "."
    assert b"Hello." in bodies[1]


@pytest.mark.parametrize("capabilities", [[], ["PIPELINING"]])
@pytest.mark.parametrize(
    ("answers", "stage", "raw"),
    [
        (["550 5.7.1 not you"], "mail-from", "550 5.7.1 not you"),
        (["250 ok", "452 4.2.2 full"], "rcpt-to", "452 4.2.2 full"),
        (["250 ok", "250 ok", "451 4.3.0 later"], "data", "451 4.3.0 later"),
        (["250 ok", "250 ok", "250 odd"], "data", "250 odd"),
        (["354 odd"], "mail-from", "354 odd"),
    ],
)
def test_the_first_command_refused_is_the_stage(
    tiny_server, opened, envelope_to, nothing, capabilities, answers, stage, raw
):
    def serve(peer):
        peer.greet(*capabilities)
        for answer in [*answers, *["503 5.5.1 bad sequence"] * (3 - len(answers))]:
            peer.hear()
            peer.say(answer)

    outcome = opened(tiny_server(serve)).send(envelope_to("ana@example.net"), nothing)

    assert isinstance(outcome, Refused)
    assert (outcome.stage, outcome.raw) == (stage, raw)


def test_a_refusal_heard_stays_the_reason_when_the_server_hangs_up_after_it(tiny_server, opened, envelope_to, nothing):
    def serve(peer):
        peer.greet("PIPELINING")
        peer.hear(3)
        peer.say("250 ok", "550 5.1.1 nobody")

    session = opened(tiny_server(serve))
    outcome = session.send(envelope_to("nobody@example.net"), nothing)

    assert isinstance(outcome, Refused)
    assert outcome.raw == "550 5.1.1 nobody"
    assert not session.is_open


def goodbye(peer):
    """Answer the next MAIL with 421."""
    peer.hear()
    peer.say("421 4.4.2 bye")


@pytest.mark.parametrize("ending", [goodbye, lambda peer: None, lambda peer: peer.reset()])
def test_a_server_that_ends_the_session_between_messages_judges_nobody(
    tiny_server, opened, envelope_to, nothing, ending
):
    def serve(peer):
        peer.greet()
        for answer in ("250 ok", "250 ok", "354 go"):
            peer.hear()
            peer.say(answer)
        peer.hear_body()
        peer.say("250 taken")
        ending(peer)

    session = opened(tiny_server(serve))
    outcomes = [session.send(envelope_to(to), nothing) for to in ("a@example.net", "b@example.net", "c@example.net")]

    assert [type(outcome) for outcome in outcomes] == [Accepted, NotOffered, NotOffered]


@pytest.mark.parametrize(
    ("ending", "words"), [(goodbye, "421 4.4.2 bye"), (lambda peer: peer.hear(), "unexpectedly closed")]
)
def test_the_first_envelope_of_a_session_is_always_judged(tiny_server, opened, envelope_to, nothing, ending, words):
    def serve(peer):
        peer.greet()
        ending(peer)

    outcome = opened(tiny_server(serve)).send(envelope_to("ana@example.net"), nothing)

    assert isinstance(outcome, Refused)
    assert outcome.stage == "mail-from"
    assert words in outcome.raw


def test_a_server_that_cannot_reset_judges_nobody(tiny_server, opened, envelope_to, nothing):
    def serve(peer):
        peer.greet()
        for answer in ("250 ok", "550 5.1.1 nobody", "500 what"):
            peer.hear()
            peer.say(answer)

    session = opened(tiny_server(serve))
    session.send(envelope_to("nobody@example.net"), nothing)

    assert isinstance(session.send(envelope_to("ana@example.net"), nothing), NotOffered)


def test_a_421_to_a_recipient_is_its_refusal_and_the_end(tiny_server, opened, envelope_to, nothing):
    def serve(peer):
        peer.greet("PIPELINING")
        peer.hear(3)
        peer.say("250 ok", "421 4.7.0 IP not in whitelist for RCPT domain, closing connection.")

    session = opened(tiny_server(serve))
    outcome = session.send(envelope_to("ana@example.net"), nothing)

    assert isinstance(outcome, Refused)
    assert (outcome.stage, outcome.code, session.is_open) == ("rcpt-to", 421, False)
