"""Six settings, each with a state and its proof: no tick without one."""

from typing import Any

import pytest

from diagnostics.configuration import check
from diagnostics.diagnosis import Check
from diagnostics.evidence import Evidence, Reply
from diagnostics.facts import Facts
from diagnostics.providers import provider_named
from diagnostics.vocabulary import LANGUAGES
from diagnostics.wording import names_in, wording

MICROSOFT = "CH0PR08CA0021.namprd08.prod.outlook.com"


def reply(text: str, code: int | None = 535, enhanced: str | None = None) -> Reply:
    return Reply(code=code, enhanced=enhanced, text=text, start=0, end=len(text))


def checked(component: str, *, said: Reply | None = None, **values: Any) -> Check:
    evidence = Evidence(raw=said.text if said else values.pop("raw", ""), replies=(said,) if said else (), **values)
    checks = check(evidence, Facts(), provider_named(evidence.provider))
    return next(each for each in checks if each.component == component)


def office(component: str, **values: Any) -> Check:
    """A setting of an account at Microsoft 365 whose sign-in was refused there."""
    refused = reply("Authentication unsuccessful, no", enhanced="5.7.139")
    given = {"host": "smtp.office365.com", "port": 587, "security": "starttls", "provider": "microsoft365"}
    return checked(component, said=refused, **{"server": MICROSOFT, **given, **values})


def test_nothing_known_is_nothing_ticked() -> None:
    states = {each.state for each in check(Evidence(raw=""), Facts())}

    assert states == {"not_tested"}


@pytest.mark.parametrize("component", ["host", "port", "security"])
def test_a_refused_sign_in_at_microsoft_proves_host_port_and_encryption(component: str) -> None:
    assert office(component).state == "correct"


@pytest.mark.parametrize("component", ["login", "sender", "recipient"])
def test_a_refused_sign_in_proves_nothing_behind_it(component: str) -> None:
    found = office(component, login="a@example.com", sender="a@example.com", recipient="b@example.org")

    assert found.state == "not_tested"


# ── Host


def test_a_misspelt_host_is_wrong_and_the_right_one_named() -> None:
    found = checked("host", host="smtp.offic365.com", stage="dns", raw="getaddrinfo ENOTFOUND smtp.offic365.com")

    assert (found.state, found.expected) == ("wrong", "smtp.office365.com")


def test_a_name_that_could_not_be_looked_up_just_now_is_only_a_warning() -> None:
    assert checked("host", host="smtp.example.com", stage="dns", raw="getaddrinfo EAI_AGAIN").state == "warning"
    assert checked("host", host="smtp.example.com", stage="dns", raw="getaddrinfo ENOTFOUND").state == "wrong"


def test_an_unknown_server_that_refuses_the_login_may_be_the_wrong_server() -> None:
    found = checked("host", said=reply("authentication failed"), host="smtp.example.com")

    assert (found.state, found.proof) == ("not_tested", "host-some-server")


def test_a_name_of_the_same_house_is_not_another_providers() -> None:
    assert office("host", host="smtp-mail.outlook.com", provider="outlook-com").state == "correct"


def test_a_reply_quoted_from_the_recipients_server_says_nothing_against_our_host() -> None:
    far = reply("The email account is over quota. - gsmtp", code=552, enhanced="5.2.2")
    found = checked("host", said=far, host="smtp.office365.com", provider="microsoft365", stage="rcpt-to")

    assert found.state == "correct"


def test_a_bounce_names_the_next_server_which_is_no_setting_of_ours() -> None:
    unknown = reply("no such user", code=550, enhanced="5.1.1")
    found = checked("host", said=unknown, host="mx.example.org", dialect="postfix", stage="rcpt-to")

    assert (found.state, found.proof) == ("not_tested", "host-of-recipient")


def test_what_our_server_took_over_proves_our_settings() -> None:
    bounce = Evidence(
        raw="550 5.1.1 no", replies=(reply("no", 550, "5.1.1"),), host="mx.example.org", dialect="postfix"
    )
    facts = Facts(
        host="smtp.office365.com", port=587, security="starttls", login="a@example.com", sender="a@example.com"
    )

    states = {each.component: (each.value, each.state) for each in check(bounce, facts)}

    assert states["host"] == ("smtp.office365.com", "correct")
    assert states["login"] == ("a@example.com", "correct")


# ── Port and encryption


@pytest.mark.parametrize(
    ("port", "security", "expected"),
    [(465, "starttls", "implicit"), (587, "implicit", "starttls"), (2525, "implicit", "starttls")],
)
def test_a_mode_that_does_not_fit_the_port_is_wrong(port: int, security: str, expected: str) -> None:
    found = checked("security", host="smtp.example.com", port=port, security=security, dialect="node")

    assert (found.state, found.expected) == ("wrong", expected)


@pytest.mark.parametrize(("port", "security"), [(465, "implicit"), (587, "starttls"), (25, "starttls")])
def test_a_fitting_pair_alone_proves_nothing_at_an_unknown_server(port: int, security: str) -> None:
    assert checked("security", host="smtp.example.com", port=port, security=security).state == "not_tested"


def test_where_the_other_mode_cannot_be_had_the_port_is_to_blame() -> None:
    dotnet: dict[str, Any] = {"host": "smtp.example.com", "port": 465, "security": "starttls", "dialect": "dotnet"}

    assert (checked("port", **dotnet).state, checked("port", **dotnet).expected) == ("wrong", "587")
    assert checked("security", **dotnet).state == "warning"


def test_port_465_is_closed_at_microsoft() -> None:
    assert (office("port", port=465).state, office("port", port=465).expected) == ("wrong", "587")


def test_encryption_off_is_wrong_at_a_provider_and_on_the_port_for_sending() -> None:
    assert office("security", security="none").state == "wrong"
    assert checked("security", host="smtp.example.com", port=587, security="none").state == "wrong"
    assert checked("security", host="smtp.example.com", port=25, security="none").state == "warning"


def test_encryption_off_is_fine_on_the_same_machine() -> None:
    assert checked("security", host="localhost", port=25, security="none", provider="localhost").state == "correct"


def test_silence_on_a_published_port_is_no_proof_of_a_wrong_port() -> None:
    found = checked("port", host="smtp.office365.com", port=587, provider="microsoft365", stage="connect")

    assert (found.state, found.proof) == ("not_tested", "port-published-unanswered")


def test_silence_on_port_25_is_a_warning() -> None:
    assert checked("port", host="smtp.example.com", port=25, stage="connect").state == "warning"


# ── Login


@pytest.mark.parametrize(
    ("provider", "login", "expected"),
    [("microsoft365", "robot", None), ("sendgrid", "me@example.com", "apikey"), ("ses", "me@example.com", None)],
)
def test_a_login_in_the_wrong_form_is_wrong(provider: str, login: str, expected: str | None) -> None:
    found = checked("login", provider=provider, login=login)

    assert (found.state, found.expected) == ("wrong", expected)


def test_a_login_blamed_by_the_server_is_wrong_a_login_merely_refused_is_not() -> None:
    blamed = reply("Username and Password not accepted", enhanced="5.7.8")
    assert checked("login", said=blamed, login="a@example.com").state == "wrong"
    assert checked("login", said=reply("authentication failed"), login="a@example.com").state == "not_tested"


def test_whoever_is_refused_as_a_sender_was_let_in_before() -> None:
    denied = reply("5.7.60 SMTP; Client does not have permissions to send as this sender", code=550, enhanced="5.7.60")

    assert checked("login", said=denied, login="a@example.com", stage="body").state == "correct"
    assert checked("sender", said=denied, sender="b@example.com", login="a@example.com", stage="body").state == "wrong"


def test_refused_relaying_does_not_prove_a_login() -> None:
    denied = reply("5.7.1 Relaying denied. Proper authentication required.", code=550)

    assert checked("login", said=denied, login="a@example.com", stage="rcpt-to").state != "correct"


# ── From and recipient


def test_a_from_that_is_not_the_login_is_a_warning_even_unexamined() -> None:
    assert office("sender", sender="b@example.com", login="a@example.com").state == "warning"
    other_domain = office("sender", sender="b@example.net", login="a@example.com")
    assert other_domain.proof == "sender-differs-domain"


def test_letters_of_either_case_are_the_same_address() -> None:
    assert office("sender", sender="Ana@Example.com", login="ana@example.com").state == "not_tested"


def test_what_the_conversation_passed_is_correct() -> None:
    full = reply("message too large", code=552, enhanced="5.3.4")
    values = {"sender": "a@example.com", "recipient": "b@example.org", "stage": "body"}

    assert checked("sender", said=full, **values).state == "correct"
    assert checked("recipient", said=full, **values).state == "correct"


def test_a_refused_recipient_is_wrong_and_a_slip_in_it_is_pointed_out() -> None:
    unknown = reply("no such user", code=550, enhanced="5.1.1")

    assert checked("recipient", said=unknown, recipient="b@example.org", stage="rcpt-to").state == "wrong"
    slip = checked("recipient", recipient="ana@gmial.com")
    assert (slip.state, slip.expected) == ("warning", "ana@gmail.com")


@pytest.mark.parametrize("address", ["ana", "ana@", "@example.com", "ana@example", "a b@example.com", "a@b@c.com"])
def test_half_an_address_is_wrong(address: str) -> None:
    assert checked("recipient", recipient=address).state == "wrong"
    assert checked("sender", sender=address).state == "wrong"


# ── Words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_proof_has_a_sentence_whose_names_are_given(language: Any) -> None:
    words = wording(language)
    samples = [
        *check(
            Evidence(raw="", host="smtp.offic365.com", port=465, security="starttls", login="x", sender="y"), Facts()
        ),
        office("host"),
        office("host", host="smtp.gmail.com", provider="gmail"),
        office("port", port=465),
        office("security", security="none"),
        office("recipient", sender="a@example.com", recipient="b@example.com"),
        office("sender", sender="b@example.com", login="a@example.com"),
    ]

    for each in samples:
        assert names_in(words.say(f"proof.{each.proof}")) <= set(each.values), each.proof
