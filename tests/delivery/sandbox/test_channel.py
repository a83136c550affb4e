"""The channel says nothing while the world is frozen, and a 421 is the end."""

import smtplib
import threading

import pytest


def test_a_frozen_server_says_nothing_until_it_thaws(sandbox, client_of):
    client = client_of("company")
    sandbox.world.turn(frozen=True)
    client.sock.settimeout(0.1)
    client.putcmd("NOOP")

    with pytest.raises(TimeoutError):
        client.sock.recv(100)
    sandbox.world.turn(frozen=False)
    client.sock.settimeout(10)

    assert client.sock.recv(100) == b"250 2.0.0 Ok\r\n"


def test_the_connection_is_closed_after_a_goodbye(sandbox, client_of):
    sandbox.world.turn(close_after=0)
    sandbox.world.set_mode("noreply@example.net", "closes-midway")
    client = client_of("company", "noreply@example.net", "stone-bridge")
    client.mail("us@example.com")

    with pytest.raises(smtplib.SMTPServerDisconnected):
        client.noop()


def test_a_connection_that_ends_is_no_longer_counted(sandbox, client_of):
    sandbox.world.add_account("company", "one@example.net", "word")
    account = sandbox.world.account("company", "one@example.net")
    client = client_of("company", "one@example.net", "word")

    assert len(account.connections) == 1
    client.quit()
    assert not account.connections


def test_a_server_waits_no_longer_than_its_client(sandbox, client_of):
    sandbox.world.add_account("company", "two@example.net", "word")
    sandbox.world.turn(slow_seconds=3600)
    account = sandbox.world.account("company", "two@example.net")
    client = client_of("company", "two@example.net", "word")
    client.mail("us@example.com")
    client.putcmd("RCPT", "TO:<slow@example.net>")

    client.close()

    deadline = threading.Event()
    assert any(not account.connections or deadline.wait(0.01) for _ in range(1000))
