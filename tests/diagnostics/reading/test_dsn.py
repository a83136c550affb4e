"""Delivery reports, also those that keep to no standard."""

from diagnostics.reading.dsn import read_blocks


def test_a_recipient_named_twice_counts_by_its_last_block():
    blocks = read_blocks(
        "Final-Recipient: rfc822; ana@example.org\nAction: delayed\n\n"
        "Final-Recipient: rfc822; ANA@example.org\nAction: failed\nStatus: 5.1.1\n"
    )

    assert [(block.action, block.status) for block in blocks] == [("failed", "5.1.1")]


def test_a_cause_in_a_comment_is_what_was_said():
    (block,) = read_blocks(
        "Final-Recipient: rfc822; ana@example.org\nAction: Delayed;\nStatus: 4.0.0 (example.org: host name lookup failure)\n"
    )

    assert (block.action, block.status, block.diagnostic) == (
        "delayed",
        "4.0.0",
        "example.org: host name lookup failure",
    )


def test_an_exit_status_says_less_than_a_comment():
    (block,) = read_blocks(
        "Final-Recipient: rfc822; ana@example.org\nStatus: 5.3.0 (mailbox is gone)\nDiagnostic-Code: X-Unix; 77\n"
    )

    assert block.diagnostic == "mailbox is gone"


def test_what_a_gateway_adds_belongs_to_what_was_said():
    (block,) = read_blocks(
        "Final-Recipient: rfc822; ana@example.org\nStatus: 5.0.0\nDiagnostic-Code: Reason 1 (Unable-To-Transfer)\n"
        'X400-Supplementary-Info: "MTA said 5.7.1 Unable to relay"\n'
    )

    assert block.diagnostic == "Reason 1 (Unable-To-Transfer) MTA said 5.7.1 Unable to relay"


def test_an_action_that_says_why_is_part_of_what_was_said():
    (block,) = read_blocks("Final-Recipient: rfc822; ana@example.org\nAction: expired\nDiagnostic-Code: Timed out\n")

    assert block.diagnostic == "Timed out (expired)"


def test_a_block_that_forgot_its_recipient_keeps_the_rest():
    (block,) = read_blocks("Reporting-MTA: dns; mx.example.net\n\nAction: failed\nStatus: 5.2.2\n")

    assert (block.address, block.status) == ("", "5.2.2")


def test_the_header_of_a_report_is_no_recipient():
    assert read_blocks("Reporting-MTA: dns; mx.example.net\nArrival-Date: today\n\n") == ()


def test_the_original_recipient_stands_in_for_a_name_without_domain():
    (block,) = read_blocks("Original-Recipient: rfc822; ana@example.org\nFinal-Recipient: LOCAL; <>\n")

    assert block.address == "ana@example.org"


def test_a_name_within_the_servers_house_says_less_than_the_address_written_to():
    (block,) = read_blocks("Original-Recipient: rfc822; ana@example.org\nFinal-Recipient: rfc822; ana@mailstore\n")

    assert block.address == "ana@example.org"


def test_a_comment_that_repeats_the_status_says_nothing():
    (block,) = read_blocks(
        "Final-Recipient: rfc822; ana@example.org\nStatus: 4.4.0 (other or undefined network or routing status)\n"
    )

    assert block.diagnostic == ""
