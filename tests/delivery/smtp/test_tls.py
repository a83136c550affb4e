"""Certificates and host names are checked unless the account says otherwise."""

import pytest

from delivery.smtp import Failure, Session, open_session
from delivery.smtp.tls import context_for


@pytest.mark.parametrize("name", ["office365", "company-tls"])
def test_a_good_certificate_of_a_trusted_authority_is_accepted(session_to, name):
    facts = session_to(name).facts

    assert facts.tls_version == "TLSv1.3"
    assert facts.tls_cipher


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("company-expired", "certificate verify failed: certificate has expired"),
        ("company-self-signed", "certificate verify failed: self-signed certificate"),
        ("company-wrong-name", "Hostname mismatch, certificate is not valid for 'localhost'."),
    ],
)
def test_a_bad_certificate_is_told_in_openssls_words(sandbox, endpoint_to, name, words):
    failure = open_session(endpoint_to(name))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault, failure.code) == ("tls", "certificate", None)
    assert failure.raw.endswith(words)
    # What is offered before encryption is no answer to what is offered.
    assert failure.facts.mechanisms_offered is None
    assert "logins" not in sandbox.world.counters()["company"]


def test_an_authority_nobody_named_is_not_trusted(endpoint_to):
    failure = open_session(endpoint_to("company-tls", ca_file=None))

    assert isinstance(failure, Failure)
    assert failure.raw.endswith("unable to get local issuer certificate")


@pytest.mark.parametrize("name", ["company-expired", "company-self-signed", "company-wrong-name"])
def test_an_account_that_does_not_verify_takes_any_certificate(session_to, name):
    assert session_to(name, verify=False).facts.logged_in


def test_tls_on_a_port_that_speaks_in_the_clear_is_told(endpoint_to):
    failure = open_session(endpoint_to("company", security="implicit"))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault) == ("tls", "tls-failed")
    assert "WRONG_VERSION_NUMBER" in failure.raw


def test_a_server_without_starttls_gets_no_password(sandbox, endpoint_to):
    failure = open_session(endpoint_to("company-clear", security="starttls"))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault) == ("tls", "starttls-not-offered")
    assert "logins" not in sandbox.world.counters()["company"]


def test_words_slipped_in_before_the_handshake_are_not_believed(tiny_server):
    def serve(peer):
        peer.greet("STARTTLS")
        peer.hear()
        peer.say("220 go", "250 slipped in")
        peer.hear()

    failure = open_session(tiny_server(serve, security="starttls"))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault) == ("tls", "protocol")


def test_a_refused_starttls_is_the_servers_word(tiny_server):
    def serve(peer):
        peer.greet("STARTTLS")
        peer.hear()
        peer.say("454 4.7.0 TLS not available due to local problem")

    failure = open_session(tiny_server(serve, security="starttls"))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.code) == ("tls", 454)


def test_a_handshake_nobody_answers_ends_at_its_limit(tiny_server, endpoint_to):
    def serve(peer):
        peer.greet("STARTTLS")
        peer.hear()
        peer.say("220 go")
        while peer.connection.recv(4096):
            pass

    limits = endpoint_to("company").limits.__class__(tls=0.1, opening=10)

    failure = open_session(tiny_server(serve, security="starttls", limits=limits))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault) == ("tls", "timed-out")


def test_a_file_of_authorities_that_is_not_there_is_a_failure(endpoint_to, tmp_path):
    failure = open_session(endpoint_to("company-tls", ca_file=str(tmp_path / "none.pem")))

    assert isinstance(failure, Failure)
    assert (failure.stage, failure.fault) == ("tls", "tls-failed")


def test_a_changed_file_of_authorities_is_read_again(sandbox, tmp_path):
    authority = tmp_path / "ca.pem"
    authority.write_bytes(sandbox.ca_file.read_bytes())
    first = context_for(str(authority), verify=True)

    assert context_for(str(authority), verify=True) is first
    authority.write_bytes(sandbox.ca_file.read_bytes() * 2)
    assert context_for(str(authority), verify=True) is not first


def test_old_tls_is_not_spoken(session_to):
    assert isinstance(session_to("company"), Session)
    assert context_for(None, verify=True).minimum_version.name == "TLSv1_2"
