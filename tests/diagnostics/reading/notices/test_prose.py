"""Notices of no known shape."""

import pytest

from diagnostics.reading.notices.prose import read

OWN = {"app@example.com"}


@pytest.mark.parametrize(
    "notice",
    [
        "Your message could not be delivered to: ana@example.org",
        "undeliverable to ana@example.org",
        "undeliverable  to ana@example.org",
        "Local mailbox ana@example.org is unavailable: user not found",
        "User mailbox exceeds allowed size: ana@example.org",
        "User's mailbox is full: <ana@example.org>\nUnable to deliver mail.",
        "The following address failed:\n-- ana@example.org\n",
        "Hello app@example.com,\n\n  * ana@example.org\n",
        "ana@example.org [User unknown]",
        "Recipient: [SMTP:ana@example.org]",
        "To: app@example.com\nundeliverable to ana@example.org",
        "There was an error delivering your mail to <ana@example.org>.\n550 <ana@example.org>: User unknown",
    ],
)
def test_the_address_it_complains_of_is_found(notice):
    assert [named.address for named in read(notice, OWN, [])] == ["ana@example.org"]


def test_part_of_a_name_is_no_recipient():
    named = read("Not delivered to <useruna@example.org>: gone", OWN, [])

    assert [one.address for one in named] == ["useruna@example.org"]


def test_those_written_to_are_surer_than_those_named_by_the_way():
    named = read("ana@example.org: no such user\nhelp@example.net: ask there", OWN, ["ana@example.org"])

    assert [one.address for one in named] == ["ana@example.org"]


def test_a_notice_without_names_is_about_whom_the_message_was_written_to():
    assert [one.address for one in read("It failed.", OWN, ["app@example.com", "ana@example.org"])] == [
        "ana@example.org"
    ]


def test_a_reason_may_stand_above_the_name():
    (named,) = read(
        "------- Failure Reasons -------\n\nUser not listed in the address book\nana@example.org\n", OWN, []
    )

    assert named.words == "User not listed in the address book"


def test_one_reason_may_stand_above_all_of_them():
    notice = "The queue time is over.\n\nNot delivered to:\n\n <ana@example.org>\n <bea@example.org>\n"

    assert [named.words.partition("\n")[0] for named in read(notice, OWN, [])] == ["The queue time is over."] * 2
