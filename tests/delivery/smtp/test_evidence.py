"""What diagnosis reads is what the server said and what was used."""

import pytest

from delivery.smtp import Failure, Secret, evidence_from, open_session
from diagnostics.diagnose import diagnose


def test_a_refusal_becomes_evidence(session_to, endpoint_to, envelope_to, nothing):
    envelope = envelope_to("unknown@example.net")
    outcome = session_to("gmail").send(envelope, nothing)

    evidence = evidence_from(outcome, endpoint_to("gmail"), envelope)

    assert evidence.raw.startswith("550-5.1.1 The email account that you tried to reach does not exist. Please try\n")
    assert evidence.deciding is not None
    assert (evidence.deciding.code, evidence.deciding.enhanced) == (550, "5.1.1")
    assert evidence.deciding.text.startswith(
        "The email account that you tried to reach does not exist. Please try\ndouble"
    )
    assert (evidence.stage, evidence.login, evidence.ip) == ("rcpt-to", "shop@example.org", "127.0.0.1")
    assert (evidence.sender, evidence.recipient) == ("invoices@example.com", "unknown@example.net")


def test_the_reply_is_marked_where_it_stands_in_the_text(endpoint_to):
    endpoint = endpoint_to("gmail", login_method="xoauth2", secret=Secret("expired"))
    failure = open_session(endpoint)
    assert isinstance(failure, Failure)

    evidence = evidence_from(failure, endpoint, None)

    assert evidence.raw.startswith("334 ")
    [reply] = evidence.replies
    assert evidence.raw[reply.start : reply.end] == "\n".join(failure.raw_lines)


def test_a_fault_without_a_reply_names_itself(endpoint_to):
    endpoint = endpoint_to("company-expired")
    failure = open_session(endpoint)
    assert isinstance(failure, Failure)

    evidence = evidence_from(failure, endpoint, None)

    assert (evidence.replies, evidence.status_name, evidence.stage) == ((), "certificate", "tls")
    assert evidence.raw.endswith("certificate has expired")


@pytest.mark.parametrize(
    ("name", "changed", "category"),
    [
        ("company", {"host": "bad..example.com"}, "connection"),
        ("company", {"username": ""}, "authentication"),
        ("company", {"login_method": "xoauth2"}, "authentication"),
        ("company-clear", {"security": "starttls"}, "tls"),
        ("company-tls", {"ca_file": "/nowhere/ca.pem"}, "tls"),
        ("company-tls", {"ca_file": None}, "tls"),
        ("company", {"security": "implicit"}, "tls"),
        ("company-expired", {}, "tls"),
    ],
)
def test_what_we_say_ourselves_of_a_failed_opening_is_understood(endpoint_to, name, changed, category):
    endpoint = endpoint_to(name, **changed)
    failure = open_session(endpoint)

    assert isinstance(failure, Failure)
    assert diagnose(evidence_from(failure, endpoint, None)).category == category


@pytest.mark.parametrize(
    ("recipient", "content", "category"),
    [
        ("a\r\nb@example.net", b"", "message-format"),
        ("", b"", "message-format"),
        ("a b@example.net", b"", "message-format"),
        ("ana@example.net", b"x" * 10_240_001, "message-size"),
    ],
)
def test_what_we_say_ourselves_of_an_envelope_is_understood(
    session_to, endpoint_to, envelope_to, nothing, recipient, content, category
):
    envelope = envelope_to(recipient, content=content)
    outcome = session_to("company").send(envelope, nothing)

    assert diagnose(evidence_from(outcome, endpoint_to("company"), envelope)).category == category


@pytest.mark.parametrize(
    ("words", "category"),
    [
        ("HTTP/1.1 400 Bad Request", "connection"),
        ("220 " + "x" * 9000, "connection"),
        ("554 No SMTP service here", "connection"),
    ],
)
def test_what_we_say_ourselves_of_a_strange_server_is_understood(tiny_server, words, category):
    endpoint = tiny_server(lambda peer: peer.say(words))

    failure = open_session(endpoint)

    assert isinstance(failure, Failure)
    assert diagnose(evidence_from(failure, endpoint, None)).category == category
