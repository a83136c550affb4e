"""Whole e-mails, taken apart."""

from diagnostics.reading.mime import take_apart

REPORT = "Reporting-MTA: dns; mx.example.net\n\nFinal-Recipient: rfc822; ana@example.org\nAction: failed\n"
INNER = f"""Content-Type: multipart/report; report-type=delivery-status; boundary="i"

--i
Content-Type: text/plain

It failed.
--i
Content-Type: message/delivery-status

{REPORT}
--i--
"""


def nested(words: str) -> bytes:
    return f"""Subject: Fwd
Content-Type: multipart/mixed; boundary="o"

--o
Content-Type: text/plain

{words}
--o
Content-Type: message/rfc822

{INNER}
--o--
""".encode()


def test_a_report_inside_the_returned_message_is_not_ours():
    pieces = take_apart(nested("Not delivered to bea@example.org"))

    assert (pieces.report, pieces.notice.strip()) == ("", "Not delivered to bea@example.org")


def test_a_report_passed_on_without_a_word_is_read():
    assert "ana@example.org" in take_apart(nested("")).report


def test_bare_carriage_returns_end_lines_too():
    pieces = take_apart(b"Subject: failure\r\rNot delivered.\r")

    assert (pieces.headers["Subject"], pieces.notice.strip()) == ("failure", "Not delivered.")


def test_a_report_quoted_by_a_person_is_read():
    quoted = "".join(f"> {line}\n" for line in REPORT.split("\n"))

    assert "ana@example.org" in take_apart(f"Subject: Fwd\n\nLook:\n{quoted}".encode()).report


def test_a_kind_with_a_lost_semicolon_is_text_still():
    message = b'Content-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n  charset="utf-8"\n\nHello\n--b--\n'

    assert take_apart(message).notice.strip() == "Hello"


def test_a_page_is_read_as_it_is_shown():
    message = b"Content-Type: text/html\n\n<title>x</title><p>Not&nbsp;delivered to<br>&lt;ana@example.org&gt;</p>"

    assert take_apart(message).notice.split("\n")[1:3] == ["Not delivered to", "<ana@example.org>"]


def test_the_returned_message_is_cut_off_the_notice():
    pieces = take_apart(b"Subject: x\n\nFailed.\n\n--- Original message follows ---\n\nTo: ana@example.org\n")

    assert (pieces.notice.strip(), "To: ana@example.org" in pieces.original) == ("Failed.", True)


def test_what_a_virus_scanner_signs_below_is_nothing_the_server_said():
    signed = b"From: m\n\nNot delivered: ana@example.org\n\n__________ NOD32, 1.1856 (20061106) __________\n\nChecked by NOD32\n"

    assert take_apart(signed).notice.strip() == "Not delivered: ana@example.org"
