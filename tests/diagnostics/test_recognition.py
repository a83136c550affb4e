"""Which words weigh how much: a phrase that names a reason beats the phrase around it, and both beat codes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.catalogue.explanation import Clue
from diagnostics.catalogue.registry import catalogue
from diagnostics.catalogue.specificity import LONGEST, weight
from diagnostics.diagnose import diagnose
from diagnostics.reading import read
from diagnostics.recognition import candidates, prepare

REAL = [example.text for entry in catalogue().entries.values() for example in entry.examples]


def test_a_phrase_that_names_a_reason_beats_every_general_one():
    assert weight(Clue(text="x"), 1) > weight(Clue(text="x", general=True), LONGEST)


def test_a_general_phrase_beats_a_status_and_a_weak_one_does_not():
    status = weight(Clue(enhanced="5.7.1"), None)

    assert weight(Clue(text="x", general=True), 1) > status > weight(Clue(text="x", weak=True), LONGEST)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("451 4.7.1 mail from 192.0.2.7 temporarily deferred because of poor reputation", "reputation"),
        ("451 Temporarily deferred - greylisted. Try again in 300 seconds", "greylisted"),
        ("450 4.3.2 Service currently unavailable (greylisting)", "greylisted"),
        ("554 5.7.9 Message not accepted for policy reasons (DMARC)", "sender-auth-policy"),
        ("554 5.7.9 Message not accepted for policy reasons", "content"),
        ("554 5.7.1 Service unavailable; message content rejected: Blocked by SpamAssassin", "content"),
        ("554 5.7.1 Service unavailable; Client host [192.0.2.7] blocked using zen.spamhaus.org", "reputation"),
        ("535 Error: authentication failed, system busy", "authentication"),
        ("421 4.3.2 Service currently unavailable", "server-temporary"),
        # Nobody has named a recipient or shown a message when a login is refused.
        ("smtplib.SMTPAuthenticationError: (550, b'User suspended')", "authentication"),
        ("550 User suspended", "recipient-disabled"),
        ("535 Plain text authentication is against our policy", "authentication"),
        # Whoever gives up says so around the last words of a server.
        ("retry timeout exceeded; the last answer was:\n451 4.7.1 Greylisted", "expired"),
        # A refusal is no good news.
        ('smrsh: "autoreply" stopped\n554 5.0.0 Failed', "unknown"),
    ],
)
def test_what_frames_an_answer_gives_way_to_the_reason(text, category):
    assert diagnose(text).category == category


def test_a_reply_that_another_one_led_to_says_nothing_more():
    text = "530 5.7.57 Client not authenticated to send mail. Error: 535 5.7.3 Authentication unsuccessful"

    assert diagnose(text).code == "bad-credentials"


def test_what_the_server_said_counts_before_the_librarys_sentence():
    said = "Postfach nicht verfügbar. Die Serverantwort war: "

    assert diagnose(f"{said}Please use a fully-qualified domain name for HELO/EHLO").code == "greeting-name-refused"
    assert diagnose(f"{said}Zebra").category == "server-temporary"


def test_the_librarys_sentence_may_stand_on_a_line_of_its_own():
    text = (
        "System.Net.Mail.SmtpException: The SMTP server requires a secure connection or the client was not authenticated.\n"
        "  The server response was: 5.7.57 Client not authenticated to send mail. Error: 535 5.7.3 Authentication unsuccessful."
    )

    assert diagnose(text).code == "bad-credentials"


def test_words_are_found_with_and_without_accents():
    accented, plain = diagnose("550 La dirección no existe"), diagnose("550 La direccion no existe")

    assert accented.code == plain.code == "no-such-recipient"


def test_what_is_left_out_could_neither_win_nor_tie():
    evidence = diagnose("550 5.1.1 <a@example.com>: user unknown, mailbox unavailable, try again later").evidence

    ranked = candidates(evidence)

    assert ranked[0].entry.code == "no-such-recipient"
    assert [found.score for found in ranked] == sorted((found.score for found in ranked), reverse=True)


def test_clues_see_one_line_with_addresses_masked():
    assert prepare("No such\r\n550-5.1.1 user  <a.b@example.com> here") == "No such user <@> here"


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(REAL), st.data())
def test_no_mutation_of_a_real_text_makes_recognition_raise(text, data):
    at, length = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 40))
    put_in = data.draw(st.one_of(st.text(max_size=40), st.sampled_from(REAL)))
    mutated = text[:at] + put_in * data.draw(st.sampled_from([1, 1, 1, 2000])) + text[at + length :]

    ranked = candidates(read(mutated))

    assert all(found.score > 0 for found in ranked)
    assert len({found.entry.code for found in ranked}) == len(ranked)


def test_of_a_very_long_text_both_ends_are_looked_at():
    filler = "lorem ipsum\n" * 100_000

    assert diagnose("550 5.1.1 user unknown\n" + filler).code == "no-such-recipient"
    assert diagnose(filler + "550 5.1.1 user unknown").code == "no-such-recipient"
    assert diagnose(filler + "550 5.1.1 user unknown\n" + filler).code == "unrecognised"


def test_an_address_ends_where_its_domain_ends():
    assert prepare("550 user@example.net...User unknown") == "550 @...User unknown"
