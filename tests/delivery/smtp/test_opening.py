"""Opening a session: each phase can fail, and every failure is a value that names it."""

import socket

import pytest

from delivery.smtp import Endpoint, Failure, Session, TimeLimits, open_session, written

SHORT = TimeLimits(connect=0.1, greeting=0.1, command=0.1, opening=5)


def test_the_session_knows_what_the_server_said_of_itself(session_to):
    facts = session_to("company").facts

    assert (facts.ip, facts.greeting) == ("127.0.0.1", "mail.example.net ESMTP Postfix")
    assert facts.mechanisms_offered == ("PLAIN", "LOGIN")
    assert "PIPELINING" in facts.capabilities
    assert "250 AUTH PLAIN LOGIN" in written(facts.opening)


def test_a_private_address_is_not_contacted_unless_allowed(sandbox, endpoint_to):
    failure = open_session(endpoint_to("company", allow_private=False))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault) == ("dns", "private-address")
    assert "localhost leads into a private network" in failure.raw
    assert "connections" not in sandbox.world.counters()["company"]


def test_a_closed_port_is_told_in_the_systems_words():
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]

    failure = open_session(Endpoint(host="127.0.0.1", port=port, allow_private=True))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault) == ("connect", "connection-refused")
    assert failure.raw.endswith("Connection refused")


def test_a_name_that_does_not_exist_is_a_failure_of_dns():
    failure = open_session(Endpoint(host="bad..example.com", port=25))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault) == ("dns", "name-not-found")


def test_a_server_that_wants_nobody_is_quoted(tiny_server):
    failure = open_session(tiny_server(lambda peer: peer.say("554-tiny", "554 No SMTP service here")))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.code) == ("greeting", 554)
    assert failure.raw == "554-tiny\n554 No SMTP service here"


def test_a_server_that_dislikes_our_name_is_quoted(tiny_server):
    def serve(peer):
        peer.say("220 tiny")
        peer.hear()
        peer.say("550 5.7.1 Helo command rejected")

    failure = open_session(tiny_server(serve))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.code) == ("greeting", 550)


@pytest.mark.parametrize("refusal", ["500 what", "502 what", "504 not that name", "550 not EHLO"])
def test_a_server_that_wants_no_ehlo_is_greeted_the_old_way(tiny_server, refusal):
    heard = []

    def serve(peer):
        peer.say("220 tiny")
        heard.append(peer.hear())
        peer.say(refusal)
        heard.append(peer.hear())
        peer.say("250 tiny")
        peer.hear()

    session = open_session(tiny_server(serve, helo_name="us.example.com"))

    assert isinstance(session, Session)
    assert heard == ["EHLO us.example.com", "HELO us.example.com"]
    session.close()


def test_where_the_old_way_helps_no_more_the_first_refusal_tells_why(tiny_server):
    def serve(peer):
        peer.say("220 tiny")
        peer.hear()
        peer.say("550 5.7.1 we know you")
        peer.hear()
        peer.say("503 5.5.1 no more of this")

    failure = open_session(tiny_server(serve))

    assert isinstance(failure, Failure)
    assert (failure.code, failure.raw_lines) == (550, ("550 5.7.1 we know you",))


def test_we_call_ourselves_by_our_address_when_nothing_better_is_known(tiny_server):
    heard = []

    def serve(peer):
        peer.say("220 tiny")
        heard.append(peer.hear())

    open_session(tiny_server(serve))

    assert heard == ["EHLO [127.0.0.1]"]


def silent(peer):
    """Say nothing until the client has gone."""
    peer.connection.recv(1)


def endless_banner(peer):
    """Greet for ever."""
    while True:
        peer.say("220-welcome")


def endless_line(peer):
    """Write a megabyte without a line end."""
    peer.connection.sendall(b"220 " + b"x" * 1_000_000)


def drip(peer):
    """Write a byte at a time, each sooner than any limit, for ever."""
    while True:
        peer.connection.sendall(b"2")
        peer.connection.settimeout(0.02)
        try:
            peer.connection.recv(1)
            return
        except TimeoutError:
            continue


@pytest.mark.parametrize(
    ("serve", "fault"),
    [
        (silent, "timed-out"),
        (drip, "timed-out"),
        (endless_banner, "protocol"),
        (endless_line, "protocol"),
        (lambda peer: peer.say("HTTP/1.1 400 Bad Request", "", "<html>"), "protocol"),
        (lambda peer: peer.connection.sendall(b"\x00\xff\xfe\r\n\x00"), "protocol"),
        (lambda peer: None, "closed"),
    ],
)
def test_whatever_a_hostile_server_does_it_is_a_failure_of_the_greeting(tiny_server, serve, fault):
    failure = open_session(tiny_server(serve, limits=SHORT))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.code, failure.fault) == ("greeting", None, fault)
    assert failure.raw


def test_a_server_that_dies_is_a_failure_of_the_stage_it_died_at(tiny_server):
    def serve(peer):
        peer.say("220 tiny")
        peer.hear()
        peer.reset()

    failure = open_session(tiny_server(serve))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault) == ("greeting", "reset")


def test_the_next_address_is_tried_when_one_does_not_answer(sandbox, endpoint_to, monkeypatch):
    endpoint = endpoint_to("company")
    addresses = [("127.0.0.9", endpoint.port), ("127.0.0.1", endpoint.port)]
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", address) for address in addresses]
    monkeypatch.setattr("delivery.smtp.address.socket.getaddrinfo", lambda *_, **__: found)

    session = open_session(endpoint)

    assert isinstance(session, Session)
    assert session.facts.ip == "127.0.0.1"
    session.close()
