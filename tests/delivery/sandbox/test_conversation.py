"""Each provider is played in its own words, judged by Python's own SMTP client."""

import smtplib

import pytest

from delivery.sandbox.account import demo_accounts
from delivery.sandbox.provider import PROVIDERS, load_provider

ACCOUNTS = {account.provider: account for account in reversed(demo_accounts())}
MAIL = "From: invoices@example.com\r\nSubject: Hello\r\n\r\nHello\r\n"


def logged_in(client_of, name):
    account = ACCOUNTS[name.partition("-")[0]]
    return client_of(name, account.username, account.password)


def refusals(at):
    """Every provider with the word of each fault that refuses at this stage."""
    return [
        (name, word)
        for name in PROVIDERS
        for word, fault in (load_provider(name).modes | load_provider(name).recipients).items()
        if fault.action == "refuse" and fault.at == at
    ]


@pytest.mark.parametrize("name", ["office365", "gmail", "company", "company-tls", "company-clear"])
def test_an_ordinary_message_is_taken_and_kept(sandbox, client_of, name):
    logged_in(client_of, name).sendmail("invoices@example.com", ["ana@example.net", "ben@example.net"], MAIL)

    received = sandbox.world.mailbox()
    assert [entry.recipient for entry in received] == ["ana@example.net", "ben@example.net"]
    assert (received[0].subject, received[0].login) == ("Hello", ACCOUNTS[name.partition("-")[0]].username)


@pytest.mark.parametrize(("name", "mode"), refusals("login"))
def test_each_mode_that_concerns_the_login_refuses_it(sandbox, client_of, name, mode):
    sandbox.world.set_provider_mode(name, mode)

    with pytest.raises(smtplib.SMTPAuthenticationError) as caught:
        logged_in(client_of, name)

    told = load_provider(name).modes[mode].reply
    assert caught.value.smtp_code == int(told[:3])
    assert told[4:40].partition("\n")[0].encode() in caught.value.smtp_error


@pytest.mark.parametrize(("name", "word"), refusals("rcpt-to"))
def test_each_fault_at_the_recipient_refuses_it(sandbox, client_of, name, word):
    client = logged_in(client_of, name)
    if word in load_provider(name).modes:
        sandbox.world.set_provider_mode(name, word)

    with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
        client.sendmail("invoices@example.com", f"{word}@example.net", MAIL)

    [(code, _)] = caught.value.recipients.values()
    assert code == int((load_provider(name).modes | load_provider(name).recipients)[word].reply[:3])
    assert not sandbox.world.mailbox()


@pytest.mark.parametrize(("name", "word"), refusals("body"))
def test_each_fault_at_the_message_refuses_it(sandbox, client_of, name, word):
    client = logged_in(client_of, name)
    if word in load_provider(name).modes:
        sandbox.world.set_provider_mode(name, word)

    with pytest.raises(smtplib.SMTPDataError) as caught:
        client.sendmail("invoices@example.com", f"{word}@example.net", MAIL)

    assert caught.value.smtp_code == int((load_provider(name).modes | load_provider(name).recipients)[word].reply[:3])
    assert not sandbox.world.mailbox()


def test_the_fourth_connection_is_refused_because_three_are_counted(sandbox, client_of):
    clients = [logged_in(client_of, "office365") for _ in range(4)]

    for client in clients[:3]:
        client.sendmail("invoices@example.com", "ana@example.net", MAIL)
    with pytest.raises(smtplib.SMTPDataError) as caught:
        clients[3].sendmail("invoices@example.com", "ana@example.net", MAIL)
    clients[0].quit()
    clients[3].sendmail("invoices@example.com", "ana@example.net", MAIL)

    assert caught.value.smtp_code == 432
    assert isinstance(caught.value.smtp_error, bytes)
    assert caught.value.smtp_error.startswith(
        b"4.3.2 Concurrent connections limit exceeded. Visit https://aka.ms/concurrent_sending for more information. [Host"
    )
    assert len(sandbox.world.mailbox()) == 4
    assert sandbox.world.accounts()[0]["peak_connections"] == 4


def test_more_than_thirty_in_a_minute_are_held_back_but_taken(sandbox, client_of):
    sandbox.world.turn(throttle_seconds=0)
    client = logged_in(client_of, "office365")

    for _ in range(32):
        client.sendmail("invoices@example.com", "ana@example.net", MAIL)

    assert sandbox.world.counters()["office365"]["throttled"] == 2
    assert len(sandbox.world.mailbox()) == 32


def test_who_sends_as_somebody_else_is_denied_by_name(client_of):
    mail = MAIL.replace("invoices@example.com", "boss@example.com")

    with pytest.raises(smtplib.SMTPDataError) as caught:
        logged_in(client_of, "office365").sendmail("invoices@example.com", "ana@example.net", mail)

    assert caught.value.smtp_code == 554
    assert isinstance(caught.value.smtp_error, bytes)
    assert caught.value.smtp_error.startswith(
        b"5.2.252 SendAsDenied; invoices@example.com not allowed to send as boss@example.com; STOREDRV"
    )


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("office365", 530, b"5.7.57 Client not authenticated to send mail. ["),
        ("gmail", 530, b"5.7.0 Authentication Required."),
        ("company", 530, b"5.7.0 Authentication required"),
    ],
)
def test_who_has_not_logged_in_sends_nothing(client_of, name, code, words):
    with pytest.raises(smtplib.SMTPSenderRefused) as caught:
        client_of(name).sendmail("invoices@example.com", "ana@example.net", MAIL)

    assert caught.value.smtp_code == code
    assert caught.value.smtp_error.startswith(words)


def test_who_goes_on_after_a_refused_login_is_told_both(sandbox, client_of):
    sandbox.world.set_mode("invoices@example.com", "criteria-not-met")
    client = client_of("office365")
    with pytest.raises(smtplib.SMTPAuthenticationError):
        client.login("invoices@example.com", "orange-harbour")

    code, words = client.mail("invoices@example.com")

    assert code == 530
    assert words.startswith(
        b"5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, "
        b"the request did not meet the criteria to be authenticated successfully. Contact your administrator. ["
    )


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("office365", 451, b"5.7.3 STARTTLS is required to send mail ["),
        ("gmail", 530, b"5.7.0 Must issue a STARTTLS command first."),
        ("company", 530, b"5.7.0 Must issue a STARTTLS command first"),
    ],
)
def test_who_does_not_encrypt_sends_nothing(sandbox, name, code, words):
    with smtplib.SMTP("localhost", sandbox.ports[name], timeout=10) as client:
        client.ehlo()
        answer = client.mail("invoices@example.com")
        login = client.docmd("AUTH", "PLAIN AGEAYg==")

    assert answer[0] == code
    assert answer[1].startswith(words)
    assert login[0] in (504, 530, 538)


def test_a_login_in_the_clear_works_where_there_is_no_encryption(client_of):
    assert logged_in(client_of, "company-clear").noop()[0] == 250


def test_a_greylisted_recipient_is_told_its_seconds_and_taken_after_them(sandbox, client_of):
    sandbox.world.turn(greylist_seconds=300)
    client = logged_in(client_of, "company")

    with pytest.raises(smtplib.SMTPRecipientsRefused) as caught:
        client.sendmail("invoices@example.com", "greylist@example.net", MAIL)
    sandbox.world.turn(greylist_seconds=0)
    client.sendmail("invoices@example.com", "greylist@example.net", MAIL)

    assert caught.value.recipients["greylist@example.net"] == (
        450,
        b"4.2.0 <greylist@example.net>: Recipient address rejected: Greylisted for 300 seconds",
    )
    assert len(sandbox.world.mailbox()) == 1


@pytest.mark.parametrize("name", PROVIDERS)
def test_a_message_that_is_too_large_is_refused_when_it_is_announced(client_of, name):
    client = logged_in(client_of, name)

    assert client.mail("invoices@example.com", [f"SIZE={load_provider(name).max_size + 1}"])[0] == 552


@pytest.mark.parametrize("name", PROVIDERS)
def test_commands_out_of_order_or_unknown_are_refused(client_of, name):
    client = logged_in(client_of, name)

    codes = [
        client.docmd("RCPT", "TO:<ana@example.net>")[0],
        client.docmd("DATA")[0],
        client.docmd("MAIL", "FROM:invoices")[0],
        client.docmd("TURN")[0],
        client.docmd("AUTH", "PLAIN AGEAYg==")[0],
        client.mail("invoices@example.com")[0],
        client.docmd("DATA")[0],
        client.rset()[0],
        client.noop()[0],
        client.docmd("HELO", "us")[0],
        client.quit()[0],
    ]

    assert all(code >= 500 for code in codes[:5])
    assert codes[5] == 250
    assert codes[6] in (503, 554)
    assert codes[7:] == [250, 250, 250, 221]


def test_a_mechanism_the_provider_does_not_have_is_refused(client_of):
    assert client_of("office365").docmd("AUTH", "CRAM-MD5")[0] == 504


def test_a_fault_that_hangs_up_leaves_the_message_untaken(sandbox, client_of):
    client = logged_in(client_of, "company")

    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        client.sendmail("invoices@example.com", "drop@example.net", MAIL)

    assert not sandbox.world.mailbox()
    assert sandbox.world.counters()["company"]["dropped"] == 1


def test_a_fault_that_hangs_up_after_the_message_has_taken_it(sandbox, client_of):
    client = logged_in(client_of, "company")

    with pytest.raises((smtplib.SMTPServerDisconnected, ConnectionError)):
        client.sendmail("invoices@example.com", "vanish@example.net", MAIL)

    [received] = sandbox.world.mailbox()
    assert not received.answered


@pytest.mark.parametrize("word", ["slow", "late"])
def test_who_is_slow_answers_in_the_end(sandbox, client_of, word):
    sandbox.world.turn(slow_seconds=0.01, late_seconds=0.01)

    logged_in(client_of, "gmail").sendmail("invoices@example.com", f"{word}@example.net", MAIL)

    assert len(sandbox.world.mailbox()) == 1


@pytest.mark.parametrize("mode", ["times-out", None])
def test_who_keeps_silent_waits_for_the_client_to_go(sandbox, client_of, mode):
    client = logged_in(client_of, "company")
    client.sock.settimeout(0.1)
    if mode:
        sandbox.world.set_mode("noreply@example.net", mode)

    with pytest.raises(smtplib.SMTPServerDisconnected, match="timed out"):
        client.sendmail("invoices@example.com", "silent@example.net", MAIL)

    assert not sandbox.world.mailbox()


def test_a_session_that_closes_midway_says_goodbye_after_its_messages(sandbox, client_of):
    sandbox.world.set_mode("shop@example.org", "closes-midway")
    client = logged_in(client_of, "gmail")
    for _ in range(2):
        client.sendmail("invoices@example.com", "ana@example.net", MAIL)

    with pytest.raises(smtplib.SMTPSenderRefused) as caught:
        client.sendmail("invoices@example.com", "ana@example.net", MAIL)

    assert caught.value.smtp_code == 421
    assert len(sandbox.world.mailbox()) == 2
