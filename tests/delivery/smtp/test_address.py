"""Only public addresses are contacted unless the account says otherwise."""

import threading

import pytest

from delivery.smtp.address import is_public, look_up
from delivery.smtp.fault import BrokenOffError


@pytest.mark.parametrize(
    "ip",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:10.0.0.1",
        "2002:7f00:1::",
        "64:ff9b::7f00:1",
    ],
)
def test_an_address_inside_is_not_public(ip):
    assert not is_public(ip)


@pytest.mark.parametrize("ip", ["1.1.1.1", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"])
def test_an_address_of_the_internet_is_public(ip):
    assert is_public(ip)


def test_a_literal_needs_no_name_server():
    assert [address.ip for address in look_up("127.0.0.1", 25, 5)] == ["127.0.0.1"]


@pytest.mark.parametrize("host", ["nothing.invalid", "a" * 64 + ".example.com", "bad..example.com", "\udcff.example"])
def test_a_name_that_leads_nowhere_is_told_in_the_resolvers_words(host):
    with pytest.raises(BrokenOffError) as caught:
        look_up(host, 25, 30)

    assert caught.value.fault in ("name-not-found", "name-lookup-failed")
    assert caught.value.text


def test_a_resolver_that_does_not_answer_is_left_behind(monkeypatch):
    never = threading.Event()

    def waits(*_args, **_options):
        never.wait()
        return []

    monkeypatch.setattr("delivery.smtp.address.socket.getaddrinfo", waits)

    with pytest.raises(BrokenOffError, match=r"timed out after 0.01 s looking up smtp.example.com") as caught:
        look_up("smtp.example.com", 25, 0.01)

    never.set()
    assert caught.value.fault == "timed-out"
