"""One session serves many envelopes, and tells exactly how each ended."""

import pytest

from delivery.smtp import Accepted, NotOffered, Refused, Uncertain


def test_an_accepted_message_is_in_the_mailbox_once(sandbox, session_to, envelope_to, nothing):
    outcome = session_to("office365").send(envelope_to("ana@example.net"), nothing)

    assert isinstance(outcome, Accepted)
    [received] = sandbox.world.mailbox()
    assert (received.recipient, received.message_id, received.subject) == (
        "ana@example.net",
        "<1@example.com>",
        "Hello",
    )


def test_a_refused_recipient_is_told_in_the_servers_exact_words(sandbox, session_to, envelope_to, nothing):
    outcome = session_to("company").send(envelope_to("unknown@example.net"), nothing)

    assert isinstance(outcome, Refused)
    assert (outcome.stage, outcome.code, outcome.enhanced) == ("rcpt-to", 550, "5.1.1")
    assert outcome.raw == (
        "550 5.1.1 <unknown@example.net>: Recipient address rejected: User unknown in virtual mailbox table"
    )


@pytest.mark.parametrize("name", ["office365", "gmail", "company", "company-tls", "company-clear"])
def test_the_session_goes_on_after_a_refusal(sandbox, session_to, name, envelope_to, nothing):
    session = session_to(name)
    recipients = ["unknown@example.net", "ana@example.net", "spam@example.net", "ben@example.net"]

    outcomes = [session.send(envelope_to(to), nothing) for to in recipients]

    assert [type(outcome) for outcome in outcomes] == [Refused, Accepted, Refused, Accepted]
    assert [received.recipient for received in sandbox.world.mailbox()] == ["ana@example.net", "ben@example.net"]


def test_a_server_that_takes_the_message_and_hangs_up_leaves_it_uncertain(sandbox, session_to, envelope_to):
    marks = []

    outcome = session_to("company").send(envelope_to("vanish@example.net"), lambda: marks.append("handed over"))

    assert isinstance(outcome, Uncertain)
    assert (outcome.stage, outcome.fault, marks) == ("body", "closed", ["handed over"])
    assert not sandbox.world.mailbox()[0].answered


def test_what_waits_when_the_server_has_gone_was_not_offered(sandbox, session_to, envelope_to, nothing):
    session = session_to("company")
    session.send(envelope_to("vanish@example.net"), nothing)

    outcome = session.send(envelope_to("ana@example.net"), nothing)

    assert isinstance(outcome, NotOffered)
    assert not session.is_open
