"""Logging in: every way to say yes and no, and no secret in what is kept."""

import base64

import pytest

from delivery.smtp import Failure, Secret, Session, open_session, written


@pytest.mark.parametrize(("name", "mechanism"), [("office365", "LOGIN"), ("gmail", "PLAIN"), ("company-tls", "PLAIN")])
def test_the_password_is_sent_by_the_best_mechanism_offered(session_to, name, mechanism):
    assert session_to(name).facts.mechanism == mechanism


@pytest.mark.parametrize("name", ["office365", "gmail"])
def test_a_token_logs_in(session_to, name):
    token = {"office365": "invoices-token", "gmail": "shop-token"}[name]

    session = session_to(name, login_method="xoauth2", secret=Secret(token))

    assert (session.facts.mechanism, session.facts.logged_in) == ("XOAUTH2", True)


@pytest.mark.parametrize(
    ("mode", "words"),
    [
        ("smtp-auth-disabled-tenant", "SmtpClientAuthentication is disabled for the Tenant"),
        ("smtp-auth-disabled-mailbox", "SmtpClientAuthentication is disabled for the Mailbox"),
        ("criteria-not-met", "the request did not meet the criteria to be authenticated successfully"),
        ("security-defaults", "user is locked by your organization's security defaults policy"),
        ("basic-auth-disabled", "basic authentication is disabled"),
        ("account-locked", "account locked"),
        ("wrong-password", "the user credentials were incorrect"),
    ],
)
def test_a_refused_login_is_a_failure_in_the_servers_exact_words(sandbox, endpoint_to, mode, words):
    sandbox.world.set_mode("invoices@example.com", mode)

    failure = open_session(endpoint_to("office365"))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.code, failure.enhanced) == ("login", 535, "5.7.139")
    assert failure.raw.startswith(f"535 5.7.139 Authentication unsuccessful, {words}")
    assert failure.raw.endswith("]")


def test_a_reply_of_two_lines_is_kept_whole(endpoint_to):
    failure = open_session(endpoint_to("gmail", secret=Secret("wrong word")))

    assert isinstance(failure, Failure)
    first, second = failure.raw_lines
    assert first == "535-5.7.8 Username and Password not accepted. For more information, go to"
    assert second.startswith("535 5.7.8  https://support.google.com/mail/?p=BadCredentials")


def test_a_refused_token_tells_the_reason_and_then_the_refusal(endpoint_to):
    failure = open_session(endpoint_to("gmail", login_method="xoauth2", secret=Secret("expired")))

    assert isinstance(failure, Failure)
    assert failure.before[0].startswith("334 eyJzdGF0dXMiOiI0MDAi")
    assert failure.code == 535
    assert failure.raw.splitlines()[1].startswith("535-5.7.8 Username and Password not accepted")


def test_one_refused_password_is_one_refused_password(sandbox, endpoint_to):
    open_session(endpoint_to("company", secret=Secret("wrong word")))

    assert sandbox.world.counters()["company"]["refused_logins"] == 1


def test_a_mechanism_the_server_does_not_know_after_all_is_not_the_end(tiny_server):
    def serve(peer):
        peer.greet("AUTH PLAIN LOGIN")
        peer.hear()
        peer.say("504 5.5.4 Unrecognized authentication type")
        peer.hear()
        peer.say("334 VXNlcm5hbWU6")
        peer.hear()
        peer.say("334 UGFzc3dvcmQ6")
        peer.hear()
        peer.say("235 2.7.0 Ok")
        peer.hear()

    session = open_session(tiny_server(serve, login_method="password", username="ana", secret=Secret("stone-bridge")))

    assert isinstance(session, Session)
    assert session.facts.mechanism == "LOGIN"
    session.close()


def test_a_server_that_asks_for_what_came_with_the_command_is_told_again(tiny_server):
    heard = []

    def serve(peer):
        peer.greet("AUTH PLAIN")
        heard.append(peer.hear().removeprefix("AUTH PLAIN "))
        peer.say("334 ")
        heard.append(peer.hear())
        peer.say("235 ok")
        peer.hear()

    session = open_session(tiny_server(serve, login_method="password", username="ana", secret=Secret("stone-bridge")))

    assert isinstance(session, Session)
    assert heard[0] == heard[1]
    assert heard[0] not in written(session.facts.opening)
    session.close()


def test_a_server_without_a_mechanism_of_ours_is_told(tiny_server):
    endpoint = tiny_server(
        lambda peer: peer.greet("AUTH GSSAPI NTLM"), login_method="password", username="ana", secret=Secret("word")
    )

    failure = open_session(endpoint)

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault) == ("login", "mechanism-not-offered")
    assert failure.facts.mechanisms_offered == ("GSSAPI", "NTLM")
    assert "offers GSSAPI NTLM" in failure.raw


def test_a_server_that_offers_no_login_is_told(tiny_server):
    endpoint = tiny_server(lambda peer: peer.greet(), login_method="password", username="ana", secret=Secret("word"))

    failure = open_session(endpoint)

    assert isinstance(failure, Failure)
    assert failure.raw == "SMTP AUTH extension not supported by server."


@pytest.mark.parametrize(
    ("username", "secret"), [("", "word"), ("ana", ""), ("ana\0", "word"), ("ana", "word\r\n"), ("a\x01b", "word")]
)
def test_what_cannot_be_a_login_is_not_tried(sandbox, endpoint_to, username, secret):
    failure = open_session(endpoint_to("company", username=username, secret=Secret(secret)))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault) == ("login", "bad-login")
    assert "refused_logins" not in sandbox.world.counters()["company"]


@pytest.mark.parametrize("name", ["office365", "gmail", "company"])
@pytest.mark.parametrize("method", ["password", "xoauth2"])
def test_no_secret_is_in_anything_that_is_kept(endpoint_to, name, method):
    endpoint = endpoint_to(name, login_method=method, secret=Secret("Wrong-Word-7"))

    failure = open_session(endpoint)

    assert isinstance(failure, Failure)
    kept = repr(failure) + written(failure.transcript)
    texts = ("Wrong-Word-7", f"\0{endpoint.username}\0Wrong-Word-7")
    forms = ["Wrong-Word-7", *(base64.b64encode(text.encode()).decode() for text in texts)]
    assert not [form for form in forms if form in kept]


def test_a_server_that_repeats_the_secret_is_masked_too(tiny_server):
    def serve(peer):
        peer.greet("AUTH PLAIN")
        given = peer.hear().split()[-1]
        peer.say(f"535 5.7.8 not {base64.b64decode(given).split(bytes(1))[2].decode()} nor {given}")

    endpoint = tiny_server(serve, login_method="password", username="ana", secret=Secret("stone-bridge"))

    failure = open_session(endpoint)

    assert isinstance(failure, Failure)
    assert failure.raw == "535 5.7.8 not ******** nor ********"
