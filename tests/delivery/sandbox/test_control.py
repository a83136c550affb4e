"""The control port breaks and mends accounts, and tells what happened."""

import json
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest


@pytest.fixture
def ask(sandbox):
    """Ask the control port: GET, or POST where something is wanted."""

    def make(path, wanted=None, content_type="application/json"):
        data = None if wanted is None else json.dumps(wanted).encode()
        request = Request(sandbox.control_url + path, data=data, headers={"Content-Type": content_type})
        with urlopen(request, timeout=10) as answer:
            return json.load(answer)

    return make


def test_it_tells_where_everything_is(ask, sandbox):
    told = ask("/")

    assert told["ports"] == sandbox.ports
    assert told["ca_file"] == str(sandbox.ca_file)
    assert "criteria-not-met" in told["modes"]["office365"]


def test_an_account_is_broken_and_mended(ask, sandbox):
    [broken] = ask("/accounts/invoices%40example.com/mode", {"mode": "criteria-not-met"})
    assert broken["mode"] == "criteria-not-met"

    ask("/accounts/invoices@example.com/mode", {"mode": "working"})

    assert {account["mode"] for account in ask("/accounts")} == {"working"}


def test_a_tenant_is_broken(ask):
    broken = ask("/providers/office365/mode", {"mode": "smtp-auth-disabled-tenant"})

    assert {account["mode"] for account in broken} == {"smtp-auth-disabled-tenant"}


def test_an_account_is_opened(ask):
    ask("/accounts", {"provider": "company", "username": "new@example.net", "password": "new-word"})

    assert "new@example.net" in [account["username"] for account in ask("/accounts")]


def test_what_was_received_is_shown(ask, session_to, envelope_to, nothing):
    session_to("company").send(envelope_to("ana@example.net"), nothing)

    [received] = ask("/mailbox?recipient=ana@example.net")

    assert (received["message_id"], received["subject"]) == ("<1@example.com>", "Hello")
    assert ask(f"/mailbox?after={received['id']}") == []
    assert ask("/mailbox?message_id=%3Cother%3E") == []
    assert ask("/counters")["company"]["accepted"] == 1


def test_knobs_are_turned_and_reset(ask):
    assert ask("/knobs", {"late_seconds": 7})["late_seconds"] == 7

    ask("/reset", {})

    assert ask("/knobs", {})["late_seconds"] == 30


@pytest.mark.parametrize(
    ("path", "wanted", "status", "words"),
    [
        ("/nowhere", None, 404, "nothing at nowhere"),
        ("/nowhere", {}, 404, "nothing at nowhere"),
        ("/mailbox?after=x", None, 400, "invalid"),
        ("/accounts/nobody@example.com/mode", {"mode": "working"}, 400, "no account nobody@example.com"),
        ("/accounts/invoices@example.com/mode", {"mode": "odd"}, 400, "no mode odd"),
        ("/accounts/invoices@example.com/mode", {}, 400, "mode is missing"),
        ("/accounts", {"provider": "odd", "username": "a", "password": "b"}, 400, "no provider odd"),
        ("/providers/odd/mode", {"mode": "working"}, 400, "no mode working"),
        ("/knobs", {"late_seconds": "x"}, 400, "late_seconds"),
        ("/knobs", [1], 400, "JSON object"),
    ],
)
def test_what_cannot_be_done_is_told(ask, path, wanted, status, words):
    with pytest.raises(HTTPError) as caught:
        ask(path, wanted)

    with caught.value as answer:
        assert answer.code == status
        assert words in json.load(answer)["error"]


def test_a_web_page_cannot_make_a_browser_change_anything(ask, sandbox):
    with pytest.raises(HTTPError) as caught:
        ask("/accounts/invoices@example.com/mode", {"mode": "criteria-not-met"}, content_type="text/plain")

    caught.value.close()
    assert caught.value.code == 415
    assert sandbox.world.accounts()[0]["mode"] == "working"


def test_a_request_that_is_no_json_is_told(sandbox):
    request = Request(sandbox.control_url + "/knobs", data=b"{", headers={"Content-Type": "application/json"})

    with pytest.raises(HTTPError) as caught:
        urlopen(request, timeout=10)

    caught.value.close()
    assert caught.value.code == 400
