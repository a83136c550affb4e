"""Whom the server's own words name."""

import pytest

from diagnostics.reading.named_by_server import Named, named_by_server


def test_exchange_names_login_and_from_of_a_refused_send_as() -> None:
    said = "SendAsDenied; app@example.com not allowed to send as billing@example.com; STOREDRV.Submission.Exception"

    assert named_by_server(said) == Named(login="app@example.com", sender="billing@example.com")


def test_postfix_names_them_the_other_way_round() -> None:
    said = "<billing@example.com>: Sender address rejected: not owned by user app@example.com"

    assert named_by_server(said) == Named(login="app@example.com", sender="billing@example.com")


def test_gmail_names_the_domain_whose_policy_it_obeyed() -> None:
    said = "Unauthenticated email from Mail.Example.com is not accepted\ndue to domain's DMARC policy."

    assert named_by_server(said).sender_domain == "mail.example.com"


@pytest.mark.parametrize(
    ("said", "ip"),
    [
        ("Client host [192.0.2.44] blocked using zen.spamhaus.org; https://spamhaus.org/query/ip/192.0.2.44", "192.0.2.44"),
        ("listed at bl.example.org (127.0.0.2): 198.51.100.7", "198.51.100.7"),
        ("mail from [192.0.2.1] to [192.0.2.2] refused", None),
        ("version 1.2.3.4.5 of 300.1.1.1", None),
    ],
)  # fmt: skip
def test_a_machine_is_named_only_where_it_is_the_only_one(said: str, ip: str | None) -> None:
    assert named_by_server(said).ip == ip


def test_hostile_words_name_nobody_and_stay_quick() -> None:
    assert named_by_server("@" * 100_000 + " not allowed to send as " + "x" * 100_000) == Named()
