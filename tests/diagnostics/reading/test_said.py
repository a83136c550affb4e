"""What a notice says about one recipient."""

from diagnostics.reading.said import evidence_of, whole_reply, words_about


def test_the_words_end_where_the_paragraph_does():
    stretch = "<ana@example.org>:\nThe mailbox is over its quota.\n\nPlease forward this to your postmaster."

    assert words_about(stretch, "ana@example.org") == "The mailbox is over its quota."


def test_numbers_and_dates_explain_nothing():
    assert words_about("ana@example.org on Thu, 1 Jan 2004 10:00:00 +0100\n\n550", "ana@example.org") == ""


def test_what_stands_around_a_list_of_recipients_explains_nothing():
    stretch = (
        "<ana@example.org>\n\nPlease reply to postmaster@mx.example.net\nif this is an error.\n\n"
        "The following recipients did not receive it:\n\nMessage will be retried for 2 more day(s)\n\nMailbox full"
    )

    assert words_about(stretch, "ana@example.org") == "Mailbox full"


def test_a_reply_cut_after_its_first_line_is_completed():
    notice = (
        "<<< 552-5.7.0 This message was blocked because its content\n<<< 552 5.7.0 presents a risk\n554 5.0.0 Gone\n"
    )

    assert whole_reply("552-5.7.0 This message was blocked because its content", notice) == (
        "552-5.7.0 This message was blocked because its content\n552 5.7.0 presents a risk"
    )


def test_words_stand_for_a_reply_where_nobody_replied():
    evidence = evidence_of(
        "You need not resend.\n\nThe domain does not exist", "a@example.org", words="The domain does not exist"
    )

    deciding = evidence.deciding
    assert deciding is not None
    assert (deciding.code, deciding.text) == (None, "The domain does not exist")
    assert evidence.raw[deciding.start : deciding.end] == deciding.text


def test_a_status_of_another_class_is_not_believed():
    evidence = evidence_of("450 Busy", "a@example.org", status="5.0.0")

    assert evidence.deciding is not None
    assert evidence.deciding.enhanced is None
