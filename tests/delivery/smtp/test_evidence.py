"""What diagnosis reads is what the server said and what was used."""

from delivery.smtp import Failure, Secret, evidence_from, open_session


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
