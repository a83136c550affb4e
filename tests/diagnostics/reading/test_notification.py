"""Bounces told in JSON."""

import json

import pytest

from diagnostics.reading.bounce import read_message
from diagnostics.reading.notification import read_notification

HEAD = "From: no-reply@sns.example.com\nSubject: AWS Notification Message\n\n"


def mailed(**record: object) -> bytes:
    return (HEAD + json.dumps(record) + "\n--\nTo stop these mails, unsubscribe.\n").encode()


def test_a_bounce_names_who_failed_and_why():
    bounced = {"emailAddress": "ana@example.org", "status": "5.1.1", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}

    bounce = read_message(mailed(notificationType="Bounce", bounce={"bouncedRecipients": [bounced]}))

    assert bounce.kind == "bounce"
    (failed,) = bounce.recipients
    deciding = failed.evidence.deciding
    assert deciding is not None
    assert (failed.address, deciding.code, deciding.enhanced) == ("ana@example.org", 550, "5.1.1")


@pytest.mark.parametrize("name", ["notificationType", "eventType"])
def test_an_envelope_of_sns_is_opened(name):
    bounced = {"emailAddress": "ana@example.org", "diagnosticCode": "smtp; 550 5.1.1 user unknown"}
    inner = json.dumps({name: "Bounce", "bounce": {"bouncedRecipients": [bounced]}})

    bounce = read_message(mailed(Type="Notification", Message=inner))

    assert (bounce.kind, [failed.address for failed in bounce.recipients]) == ("bounce", ["ana@example.org"])


@pytest.mark.parametrize("message", ["notificationType", '["notificationType"]', '{"notificationType": 1}'])
def test_an_envelope_with_something_else_tells_nothing(message):
    assert read_notification(json.dumps({"Message": message})) is None


def test_a_complaint_is_no_failure():
    rows = [{"emailAddress": "ana@example.org"}]

    bounce = read_message(mailed(notificationType="Complaint", complaint={"complainedRecipients": rows}))

    assert (bounce.kind, [failed.address for failed in bounce.recipients]) == ("abuse-report", ["ana@example.org"])


def test_a_delivery_is_good_news():
    assert (
        read_message(mailed(notificationType="Delivery", delivery={"recipients": ["ana@example.org"]})).kind
        == "delivered"
    )


@pytest.mark.parametrize(
    "text", ['{"notificationType": [', '{"notificationType": 7}', '{"notificationType": ' + "[" * 5000, "hello {"]
)
def test_other_text_is_no_notification(text):
    assert read_notification(text) is None
