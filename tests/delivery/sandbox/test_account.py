"""The demo accounts are there for every provider."""

from delivery.sandbox.account import demo_accounts
from delivery.sandbox.provider import PROVIDERS, WORKING


def test_every_provider_has_an_account_that_works():
    accounts = demo_accounts()

    assert {account.provider for account in accounts} == set(PROVIDERS)
    assert {account.mode for account in accounts} == {WORKING}


def test_names_are_example_names():
    assert all(account.username.rpartition("@")[2].startswith("example.") for account in demo_accounts())


def test_only_the_last_minute_counts():
    account = demo_accounts()[0]
    account.accepted_at.extend([100.0, 159.0, 160.0, 219.0])

    assert account.within_minute(account.accepted_at, 219.0) == 2


def test_forgetting_keeps_open_connections():
    account = demo_accounts()[0]
    account.connections.extend([1, 2])
    account.peak_connections = 5
    account.count("accepted")

    account.forget()

    assert (account.connections, account.peak_connections, account.counters) == ([1, 2], 2, {})
