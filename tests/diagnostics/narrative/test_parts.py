"""Parts of the document that the real case does not show."""

from datetime import timedelta

from diagnostics.catalogue.registry import catalogue
from diagnostics.facts import Try
from tests.diagnostics.real_case import CRITERIA, NOW, record, refusal, told

FULL = "552 5.2.2 The email account that you tried to reach is over quota. - gsmtp"
UNKNOWN = "550 5.1.1 <ana@example.org>: Recipient address rejected: User unknown in virtual mailbox table"


def test_another_answer_of_an_earlier_try_is_shown_beside_it() -> None:
    before = Try(number=1, at=NOW - timedelta(hours=1), text=refusal("the user credentials were incorrect."))
    last = Try(number=2, at=NOW, text=refusal(CRITERIA))

    document = told(refusal(), attempts=(before, last), total_attempts=2)

    assert document.attempts[0].note.startswith("535 5.7.139 Authentication unsuccessful, the user credentials")
    assert document.attempts[1].note == ""
    assert "The answer changed" in document.attempts_summary


def test_equal_answers_are_said_to_be_equal() -> None:
    tries = tuple(Try(number=n, at=NOW, text=refusal()) for n in (1, 2))

    assert "got the same answer" in told(refusal(), attempts=tries).attempts_summary


def test_the_next_attempt_is_named_where_there_is_one() -> None:
    assert "due at 2026-11-22 09:05:00 UTC" in told(FULL, next_attempt_at=NOW + timedelta(minutes=5)).attempts_summary
    assert "No next attempt is known" in told(FULL).attempts_summary


def test_a_clock_that_is_behind_is_no_negative_gap() -> None:
    document = told(record(last_error_at="2026-01-09 16:12:20 UTC"))

    assert "behind that of the server" in document.attempts_summary
    assert "s after" not in document.attempts_summary


def test_one_explanation_stands_for_many_e_mails() -> None:
    assert told(similar_failures=214).similar.startswith("214 e-mails")
    assert told(similar_failures=1).similar == told().similar == ""


def test_the_address_a_server_names_fills_what_the_record_left_out() -> None:
    document = told(UNKNOWN)

    assert "ana@example.org" in document.verdict
    assert "ana@example.org" in document.customer_answer
    assert next(row.state for row in document.configuration if row.component == "recipient") == "wrong"


def test_a_customer_whose_address_is_not_known_is_still_spoken_to() -> None:
    assert "at your address" in told(FULL).customer_answer


def test_what_support_settles_itself_needs_no_ticket() -> None:
    assert told(UNKNOWN).admin_ticket == ""
    assert told().admin_ticket


def test_a_full_sending_mailbox_is_our_own_problem() -> None:
    document = told(catalogue().entries["sending-mailbox-full"].examples[0].text)

    assert "sending account" in document.problem_is
    assert "on our side" in document.customer_answer


def test_a_lock_that_is_there_is_not_warned_of() -> None:
    document = told(record(refusal("account is locked. Contact your administrator.")))

    assert document.code == "account-locked"
    assert "prolongs the lock" in document.verdict


def test_ways_for_inside_only_are_not_offered_for_mail_to_the_outside() -> None:
    outside = record().replace("manuel@example.com", "manuel@example.org")

    assert "hve" in [way.id for way in told().alternatives]
    assert "hve" not in [way.id for way in told(outside).alternatives]
    assert told().alternatives_note
    assert told(outside).alternatives_note == ""


def test_support_gets_the_senders_words_where_no_server_said_anything() -> None:
    document = told("smtplib.SMTPServerDisconnected: Connection unexpectedly closed")

    assert "Connection unexpectedly closed" in document.support_block


def test_where_nobody_signed_in_no_lock_is_threatened() -> None:
    document = told(catalogue().entries["not-authenticated"].examples[0].text)

    assert "Do not retry" in document.verdict
    assert "lock" not in document.verdict


def test_a_way_that_does_not_exist_at_the_provider_is_not_offered() -> None:
    gmail = "535-5.7.8 Username and Password not accepted. For more information, go to x9sm13491053pgt.66 - gsmtp"

    ways = [way.id for way in told(gmail, host="smtp.gmail.com", login="a@example.com").alternatives]

    assert "oauth-app" not in ways
    assert "oauth-app" in [way.id for way in told(record(refusal("the user credentials were incorrect."))).alternatives]


SEND_AS = "554 5.2.252 SendAsDenied; app@example.com not allowed to send as billing@example.com; STOREDRV.Submission"
BLOCKED = "554 5.7.1 Service unavailable; Client host [192.0.2.44] blocked using zen.spamhaus.org"
STARTTLS = "smtplib.SMTPSenderRefused: (530, b'5.7.0 Must issue a STARTTLS command first. gsmtp', 'a@example.com')"


def test_login_and_from_of_a_refused_send_as_are_those_the_server_names() -> None:
    document = told(SEND_AS + "\n  SMTP Host: smtp.office365.com")

    assert "let app@example.com in, but does not allow it to send as billing@example.com" in document.verdict
    assert any(
        '-Trustee "app@example.com"' in line for step in document.steps for c in step.commands for line in c.lines
    )


def test_the_blocked_machine_is_the_one_the_server_names() -> None:
    assert "dig +short -x 192.0.2.44" in told(BLOCKED).steps[0].commands[0].lines


def test_a_server_that_asks_for_encryption_proves_that_there_was_none() -> None:
    document = told(STARTTLS)

    assert next(row.state for row in document.configuration if row.component == "security") == "wrong"
    assert not any("encryption" in ruled_out for ruled_out in document.problem_is_not)
    assert "wants a sign-in" not in " ".join(block.meaning for block in document.code_by_code)


def test_a_reply_that_a_library_prints_twice_is_told_once() -> None:
    said = "534-5.7.9 Application-specific password required. For more information, go to"
    rest = "534 5.7.9  https://support.google.com/mail/?p=InvalidSecondFactor x - gsmtp"
    node = f"Error: Invalid login: {said}\n{rest} {{\n  code: 'EAUTH',\n  response: '{said}',\n  responseCode: 534\n}}"

    assert sum(block.kind == "reply" for block in told(node).code_by_code) == 1


def test_settings_the_report_does_not_name_stand_in_one_row() -> None:
    document = told(UNKNOWN)

    assert [row.component for row in document.configuration] == ["login", "recipient", "unrecorded"]
    assert document.configuration[-1].label == "Server, port, encryption and from address"
    assert "The report does not name" not in document.admin_ticket


def test_a_full_mailbox_is_one_the_server_knows() -> None:
    document = told("452 4.2.2 <ana@example.org>: The recipient's inbox is out of storage space. gsmtp")

    assert next(row.state for row in document.configuration if row.component == "recipient") == "correct"


def test_words_nobody_knows_are_said_to_be_unknown_at_once() -> None:
    assert "words we do not know yet" in told("554 5.0.0 Flux capacitor saturated, zone seven declined").verdict


def test_a_final_code_for_what_passes_does_not_contradict_the_advice() -> None:
    document = told(FULL)

    assert document.permanence == "permanent"
    assert document.advice == "retry-slowly"
    assert "a later try can help" in document.permanence_label
