"""The world remembers, counts and forgets."""

import dataclasses

import pytest

from delivery.sandbox.provider import load_provider
from delivery.sandbox.received import Received
from delivery.sandbox.world import World

OFFICE = load_provider("office365")
COMPANY = load_provider("company")
RECEIVED = Received(
    id=1,
    at="2026-11-22T10:00:00+00:00",
    provider="office365",
    login="invoices@example.com",
    sender="invoices@example.com",
    recipient="ana@example.net",
    message_id="<1@example.com>",
    subject="Hello",
    from_address="invoices@example.com",
    size=10,
    sha256="",
    answered=True,
)


def test_a_greylisted_pair_waits_its_seconds_and_then_passes(clock):
    world = World(clock)

    assert world.greylist_wait("us@example.com", "ana@example.net") == 20
    clock.now += 19
    assert world.greylist_wait("US@example.com", "Ana@example.net") == 1
    clock.now += 1
    assert world.greylist_wait("us@example.com", "ana@example.net") == 0
    assert world.greylist_wait("us@example.com", "ben@example.net") == 20


def test_the_tenth_wrong_password_locks_the_account():
    world = World()

    verdicts = [world.log_in(OFFICE, "invoices@example.com", "wrong", "LOGIN")[1] for _ in range(11)]

    assert verdicts == ["wrong_password"] * 10 + ["account-locked"]
    assert world.log_in(OFFICE, "invoices@example.com", "orange-harbour", "LOGIN")[1] == "account-locked"


def test_a_right_password_forgets_the_wrong_ones():
    world = World()
    for _ in range(3):
        for _ in range(9):
            world.log_in(OFFICE, "invoices@example.com", "wrong", "LOGIN")
        assert world.log_in(OFFICE, "invoices@example.com", "orange-harbour", "LOGIN")[1] == "logged_in"


def test_a_switch_that_is_off_is_off_for_tokens_too():
    world = World()
    world.set_mode("invoices@example.com", "smtp-auth-disabled-mailbox")

    verdict = world.log_in(OFFICE, "invoices@example.com", "invoices-token", "XOAUTH2")

    assert verdict == (None, "smtp-auth-disabled-mailbox")


def test_too_many_logins_in_a_minute_are_too_many(clock):
    world = World(clock)
    gmail = dataclasses.replace(load_provider("gmail"), logins_per_minute=2)

    verdicts = [world.log_in(gmail, "shop@example.org", "sandboxapppasswd", "PLAIN")[1] for _ in range(3)]
    clock.now += 60

    assert verdicts == ["logged_in", "logged_in", "too_many_logins"]
    assert world.log_in(gmail, "shop@example.org", "sandboxapppasswd", "PLAIN")[1] == "logged_in"


def test_the_web_password_wants_an_app_password():
    verdict = World().log_in(load_provider("gmail"), "shop@example.org", "green-bicycle", "PLAIN")

    assert verdict == (None, "app_password_required")


def test_the_first_three_connections_keep_their_places():
    world = World()
    account = world.account("office365", "invoices@example.com")
    assert account is not None
    for connection in (1, 2, 3, 4):
        world.connected(account, connection)

    over = [world.is_over_limit(OFFICE, account, connection) for connection in (1, 2, 3, 4)]
    world.disconnected(account, 2)

    assert over == [False, False, False, True]
    assert not world.is_over_limit(OFFICE, account, 4)
    assert account.peak_connections == 4


def test_a_provider_without_a_limit_has_none():
    world = World()
    account = world.account("company", "noreply@example.net")
    assert account is not None
    for connection in range(50):
        world.connected(account, connection)

    assert not world.is_over_limit(COMPANY, account, 49)


def test_the_thirty_first_message_in_a_minute_is_throttled(clock):
    world = World(clock)
    account = world.account("office365", "invoices@example.com")
    for _ in range(30):
        assert not world.is_throttled(OFFICE, account)
        world.receive(account, RECEIVED)

    assert world.is_throttled(OFFICE, account)
    clock.now += 60
    assert not world.is_throttled(OFFICE, account)


def test_a_knob_takes_the_place_of_the_providers_number(clock):
    world = World(clock)
    account = world.account("company", "noreply@example.net")
    world.turn(per_minute=1)
    world.receive(account, RECEIVED)

    assert world.is_throttled(COMPANY, account)


def test_the_mailbox_is_narrowed():
    world = World()
    second = dataclasses.replace(RECEIVED, id=2, recipient="ben@example.net", message_id="<2@example.com>")
    for received in (RECEIVED, second):
        world.receive(None, received)

    assert world.mailbox(recipient="Ben@example.net") == [second]
    assert world.mailbox(message_id="<1@example.com>") == [RECEIVED]
    assert world.mailbox(after=1) == [second]


def test_a_whole_tenant_is_switched_off_and_on():
    world = World()

    world.set_provider_mode("office365", "smtp-auth-disabled-tenant")
    broken = {account["username"] for account in world.accounts() if account["mode"] != "working"}
    world.set_provider_mode("office365", "working")

    assert broken == {"invoices@example.com", "alerts@example.com", "orders@example.com"}
    assert {account["mode"] for account in world.accounts()} == {"working"}


def test_a_mended_account_is_unlocked():
    world = World()
    for _ in range(10):
        world.log_in(OFFICE, "invoices@example.com", "wrong", "LOGIN")

    world.set_mode("Invoices@example.com", "working")

    assert world.log_in(OFFICE, "invoices@example.com", "orange-harbour", "LOGIN")[1] == "logged_in"


@pytest.mark.parametrize(
    ("username", "mode"), [("nobody@example.com", "working"), ("shop@example.org", "smtp-auth-disabled-tenant")]
)
def test_what_cannot_be_broken_is_told(username, mode):
    with pytest.raises(ValueError, match="no "):
        World().set_mode(username, mode)


def test_a_new_account_can_log_in():
    world = World()
    world.add_account("company", "new@example.net", "new-word")

    assert world.log_in(COMPANY, "new@example.net", "new-word", "PLAIN")[1] == "logged_in"


def test_a_reset_forgets_all_but_the_connections():
    world = World()
    account = world.account("office365", "invoices@example.com")
    assert account is not None
    world.connected(account, 1)
    world.receive(account, RECEIVED)
    world.set_mode("invoices@example.com", "criteria-not-met")
    world.turn(frozen=True)

    world.reset()

    assert (world.mailbox(), world.counters()["office365"], account.mode) == ([], {}, "working")
    assert (account.connections, world.knobs.frozen) == ([1], False)


def test_a_reset_can_leave_the_modes():
    world = World()
    world.set_mode("invoices@example.com", "criteria-not-met")

    world.reset(modes=False)

    assert world.accounts()[0]["mode"] == "criteria-not-met"
