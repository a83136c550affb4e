"""Every provider has all it needs to say, in the form of SMTP replies."""

import pytest

from delivery.sandbox.provider import PROVIDERS, load_provider, recipient_word
from delivery.sandbox.words import Words
from delivery.smtp.reply import read_line

MORE = {
    "login": "us@example.com",
    "sender": "us@example.com",
    "recipient": "ana@example.net",
    "seconds": "20",
    "message_id": "<1@example.com>",
    "command": "WHAT",
    "refusal": "535 5.7.3 Authentication unsuccessful",
}
REFUSED = ["unknown", "full", "restricted", "disabled", "toolarge", "spam", "blocked", "busy"]
RECIPIENTS = [*REFUSED, "greylist", "slow", "silent", "drop", "late", "vanish"]


@pytest.mark.parametrize("name", PROVIDERS)
def test_every_reply_is_one_well_formed_smtp_reply(name):
    provider = load_provider(name)
    words = Words(provider, 1, "192.0.2.1")
    faults = [*provider.modes.values(), *provider.recipients.values()]
    templates = {**provider.replies, **{fault.reply: fault.reply for fault in faults if fault.action == "refuse"}}
    del templates["hello"]

    for template in templates.values():
        *more, last = [read_line(line) for line in words.fill(template, **MORE)]
        assert last is not None
        assert last[1]
        assert all(line == (last[0], False) for line in more)


@pytest.mark.parametrize("name", PROVIDERS)
def test_the_same_recipients_play_at_every_provider(name):
    assert sorted(load_provider(name).recipients) == sorted(RECIPIENTS)


@pytest.mark.parametrize("name", PROVIDERS)
def test_all_providers_know_the_same_ordinary_replies(name):
    ordinary = set(load_provider("company").replies)

    assert ordinary <= set(load_provider(name).replies)


@pytest.mark.parametrize(
    ("address", "word"),
    [
        ("unknown@example.com", "unknown"),
        ("Unknown.Maria+2@example.com", "unknown"),
        ("late-order@example.com", "late"),
        ("drop_box@example.com", "drop"),
        ("unknown7@example.com", "unknown"),
        ("unknownish@example.com", "unknownish"),
        ("nobody", ""),
    ],
)
def test_the_first_word_of_the_local_part_chooses_the_fault(address, word):
    assert recipient_word(address) == word
