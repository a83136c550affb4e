"""Replies are found in whatever was printed around them, and the one that matters decides."""

import pytest

from diagnostics.reading.reply import read_replies


def found(text: str) -> list[tuple[int | None, str | None, str]]:
    return [(reply.code, reply.enhanced, reply.role) for reply in read_replies(text)]


@pytest.mark.parametrize(
    ("text", "code", "enhanced"),
    [
        ("550 5.1.1 User unknown", 550, "5.1.1"),
        ("550 User unknown", 550, None),
        ("501: 5.1.8 Sender address rejected", 501, "5.1.8"),
        ("535 authorization failed (#5.7.0)", 535, "5.7.0"),
        ("550 Backend replied [4afe3ce4.0.668380]: 5.7.1 Message rejected", 550, "5.7.1"),
        ("Sorry, I couldn't find any host named mx.example.com. (#5.1.2)", None, "5.1.2"),
        ("dsn=4.7.5, status=deferred (Cannot start TLS: handshake failure)", None, "4.7.5"),
        ("(535, b'5.7.8 Username and Password not accepted')", 535, "5.7.8"),
        ('got code "535", with message "535 5.7.139 Authentication unsuccessful"', 535, "5.7.139"),
        ("SMTPSenderRefused: 530\n5.7.57 Client not authenticated", 530, "5.7.57"),
        ("451 5.7.3 STARTTLS is required to send mail", 451, "5.7.3"),
        ("ana@example.com\n#550 4.4.7 QUEUE.Expired; message expired ##", 550, "4.4.7"),
        ("The account does not exist.\n<mail.example.com #5.1.1>", None, "5.1.1"),
        ("The response from the remote server was:\n550 User banned", 550, None),
        ("邮件投递失败550 5.7.25 no PTR record", 550, "5.7.25"),
        ("SMTP error, RCPT TO:550 5.2.1 The account is disabled", 550, "5.2.1"),
        ("SMTP Fehler: [451] 4.3.0 Error: queue file write error", 451, "4.3.0"),
        ("[S] 554 Rejected - Message containing bare LF's.", 554, None),
        ("error sending message to campaign xyz - 450 Too many recipient attempts", 450, None),
        ("554 5.7.0 < #5.7.133 smtp;550 5.7.133 RESOLVER.RST.SenderNotAuthenticatedForGroup", 550, "5.7.133"),
        ("host mx.example.net[192.0.2.5] refused to talk to me: 571 Email is blocked", 571, None),
        ("504 5.5.2 <c2>: Helo command rejected\n554 5.5.1 Error: no valid recipients", 504, "5.5.2"),
        ("Mail: Mailserver response error -- 530 Must issue a STARTTLS command first", 530, None),
        ("Expected: 250, Got: 553 | 553 5.7.1 Sender address rejected", 553, "5.7.1"),
        ("permanent error (535): 5.7.8 Error: authentication failed", 535, "5.7.8"),
        ("Action: failed\nStatus: 5.1.1\nDiagnostic-Code: smtp; 550 5.1.1 unknown", 550, "5.1.1"),
        ("451 Resources temporarily unavailable. Please try again later [#4.16.5].", 451, None),
        ("Invalid login - 535 Incorrect authentication data", 535, None),
        ("Invalid Address, ERROR_CODE :550, ERROR_CODE :Requested action not taken", 550, None),
        (
            "status=bounced (host mx.example.net[192.0.2.1] said: 550 5.4.1 Denied (in reply to RCPT TO command))",
            550,
            "5.4.1",
        ),
        ("Net::SMTPFatalError 550 Message rejected", 550, None),
        ("Server error: 454\nServer response: 454 4.7.1 <ana@example.org>: Relay access denied", 454, "4.7.1"),
        ('"status":"4.4.7","diagnosticCode":"smtp; 550 4.4.7 Message expired"', 550, "4.4.7"),
        ("AuthenticationException: 535: 5.7.8 Username and Password not accepted", 535, "5.7.8"),
        ("The error that the other server returned was: 550 550 Address unknown", 550, None),
        ("SMTP error from remote mail server after initial connection:\n    571 No PTR Record found", 571, None),
        ("[Status: Error, Address: <ana@example.org>, ResponseCode 421, , Host not reachable.]", 421, None),
        ("554 <ana@example.org>... 550 Host unknown (Authoritative answer from name server)", 550, None),
    ],
)
def test_it_finds_the_codes_of_the_deciding_reply(text, code, enhanced):
    deciding = next(reply for reply in read_replies(text) if reply.role == "decides")

    assert (deciding.code, deciding.enhanced) == (code, enhanced)


@pytest.mark.parametrize(
    "text",
    [
        "connect ETIMEDOUT 192.0.2.10:587",
        "SMTP Port: 587",
        "see issue #550 of the tracker",
        "sent [12] 450 messages - 550 recipients",
        "Timeout: 250 seconds",
        "delayed for 421 minutes",
        "at /app/node_modules/lib/index.js:493:15",
        "Postfix 3.5.6 on 10.5.1.20",
        "2026-05-01T10:00:00.550Z",
        'Expected response code 250 but got code "", with message ""\n\n at lib/Swift/Transport.php:419\n at executeCommand()',
    ],
)
def test_numbers_that_are_no_replies_are_left_alone(text):
    assert read_replies(text) == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (r"(550, b'L\xc3\xadmite superado')", "Límite superado"),
        (r"(535, b'Error: \xc7\xeb\xca\xb9\xd3\xc3\xca\xda\xc8\xa8\xc2\xeb')", "Error: 请使用授权码"),
        (r"(550, b'Fran\xe7ois')", "François"),
        (r"550 \ud83d\udce7 half \ud83d and \u0000\x00 stay", "📧 half � and \\u0000\\x00 stay"),
        (r'{"response": "550 L\u00edmite superado"}', "Límite superado"),
    ],
)
def test_escapes_of_printers_are_undone(text, words):
    assert read_replies(text)[0].text == words


def test_spring_speaks_again_behind_the_reply():
    text = "SMTPAddressFailedException: 550 Refused\n; message exceptions (1) are:\nFailed message 1: Invalid Addresses"

    assert read_replies(text)[0].text == "Refused"


def test_lines_of_one_reply_belong_together():
    replies = read_replies(
        "550-5.1.1 No such user. Please\n550-5.1.1 check the address\n550 5.1.1 https://help.example.com - gsmtp"
    )

    assert [reply.text for reply in replies] == [
        "No such user. Please\ncheck the address\nhttps://help.example.com - gsmtp"
    ]


def test_lines_that_a_printer_joined_belong_together():
    replies = read_replies("said: 554-mx.example.net ESMTP 554-No SMTP service 554 invalid DNS PTR resource record")

    assert [reply.text for reply in replies] == [
        "mx.example.net ESMTP\nNo SMTP service\ninvalid DNS PTR resource record"
    ]


def test_a_reply_inside_a_reply_decides():
    assert found("530 5.7.57 Client not authenticated. Error: 535 5.7.139 Authentication unsuccessful") == [
        (530, "5.7.57", "consequence"),
        (535, "5.7.139", "decides"),
    ]


def test_what_the_next_server_said_decides_unless_the_queue_gave_up():
    assert found("550 5.7.367 Remote server refused -> 550 5.7.54 SMTP; Unable to relay") == [
        (550, "5.7.367", "consequence"),
        (550, "5.7.54", "decides"),
    ]
    assert found("550 failure for one or more recipients (ana@example.com:550 5.1.1 User unknown)")[1] == (
        550,
        "5.1.1",
        "decides",
    )
    assert found("550 5.4.300 Message expired -> 421 4.4.1 Connection timed out")[0] == (550, "5.4.300", "decides")


def test_a_complaint_about_order_follows_from_the_refusal_before_it():
    assert found("<<< 550 5.1.1 User unknown\n<<< 503 5.5.1 RCPT first") == [
        (550, "5.1.1", "decides"),
        (503, "5.5.1", "consequence"),
    ]


def test_the_printers_own_words_are_not_part_of_the_reply():
    text = "Message failed: 554 5.2.252 SendAsDenied\n    at SMTPConnection._formatError (/app/lib/index.js:493:15)"

    assert read_replies(text)[0].text == "SendAsDenied"


def test_offsets_point_into_the_text():
    text = "host said: 550 5.1.1 <ana@example.com>: User unknown (in reply to RCPT TO command)"
    reply = read_replies(text)[0]

    assert text[reply.start : reply.end] == "550 5.1.1 <ana@example.com>: User unknown"
