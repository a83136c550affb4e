"""The real case, end to end, with addresses of the same shape."""

import pytest

from diagnostics.diagnose import diagnose, verdict

TRAILER = "[CH0PR08CA0021.namprd08.prod.outlook.com 2026-01-09T16:12:30.678Z 08DE4F6D4916B5B3]"
INNER = (
    "5.7.57 Client not authenticated to send mail. Error: 535 5.7.139 Authentication unsuccessful, the request did not meet "
    f"the criteria to be authenticated successfully. Contact your administrator. {TRAILER}"
)
ENGLISH = "The SMTP server requires a secure connection or the client was not authenticated. The server response was: "
SPANISH = "El servidor SMTP requiere una conexión segura o el cliente no se autenticó. La respuesta del servidor fue: "


def record(sentence: str) -> str:
    return (
        "SMTP Error Details:\n  Status Code: MustIssueStartTlsFirst\n"
        f"  Message: {sentence}{INNER}\n  To Email: ana@example.com\n  SMTP Host: smtp.office365.com\n"
        "  SMTP Port: 587\n  SSL Enabled: True\n  From Email: billing@example.com\n"
    )


@pytest.mark.parametrize("sentence", [ENGLISH, SPANISH])
def test_the_inner_reply_decides_and_the_outer_follows_from_it(sentence):
    found = diagnose(record(sentence))

    replies = [(reply.code, reply.enhanced, reply.role) for reply in found.evidence.replies]
    assert replies == [(530, "5.7.57", "consequence"), (535, "5.7.139", "decides")]
    assert found.code == "criteria-not-met"
    assert (found.category, found.permanence) == ("authentication", "permanent")


def test_it_reads_the_settings_that_stand_around_the_error():
    evidence = diagnose(record(ENGLISH)).evidence

    assert (evidence.host, evidence.port, evidence.security) == ("smtp.office365.com", 587, "starttls")
    assert (evidence.sender, evidence.recipient, evidence.login) == ("billing@example.com", "ana@example.com", None)
    assert evidence.status_name == "MustIssueStartTlsFirst"
    assert evidence.provider == "microsoft365"


def test_it_reads_who_answered_and_when():
    evidence = diagnose(record(ENGLISH)).evidence

    assert evidence.server == "CH0PR08CA0021.namprd08.prod.outlook.com"
    assert evidence.support_id == "08DE4F6D4916B5B3"
    assert evidence.server_time is not None
    assert evidence.server_time.isoformat() == "2026-01-09T16:12:30.678000+00:00"


def test_the_marked_stretch_is_the_phrase_that_decided():
    found = diagnose(record(ENGLISH))

    assert [found.evidence.raw[start:end] for start, end in found.marked] == [
        "request did not meet the criteria to be authenticated"
    ]


def test_an_unknown_text_gets_an_honest_answer():
    found = diagnose("the quick brown fox")

    assert (found.code, found.category, found.permanence, found.confidence) == (
        "unrecognised",
        "unknown",
        "unknown",
        "low",
    )


def test_a_verdict_is_the_diagnosis_without_its_reasons():
    text = "550 5.1.1 <a@example.com>: user unknown"

    short, whole = verdict(text), diagnose(text)

    assert (short.code, short.category, short.confidence) == (whole.code, whole.category, whole.confidence)
    assert (short.checks, short.causes, short.marked) == ((), (), ())
    assert whole.checks
    assert whole.marked


@pytest.mark.parametrize(
    ("text", "permanence"),
    [
        ("403 You are not authorized to send from that email address", "permanent"),
        ("450 You can only send testing emails to your own address", "transient"),
        ("400 4.2.3 Message too big", "transient"),
    ],
)
def test_a_four_says_later_unless_it_is_a_status_of_http(text, permanence):
    assert verdict(text).permanence == permanence


@pytest.mark.parametrize(
    ("text", "permanence"),
    [
        ("temporary failure. Command output: maildrop: something went wrong", "transient"),
        ("Deferred: local mailer exited with EX_TEMPFAIL", "transient"),
        ("Delivery to the following recipients failed.\n\n  ana@example.com", "permanent"),
        ("Something went wrong", "unknown"),
    ],
)
def test_without_a_reply_the_notice_says_whether_this_was_the_end(text, permanence):
    assert verdict(text).permanence == permanence
