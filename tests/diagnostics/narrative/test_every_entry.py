"""Every entry can be told in both languages and all forms, with everything missing and with hostile values."""

import json
import re

import pytest

from diagnostics.catalogue.registry import catalogue
from diagnostics.diagnose import diagnose
from diagnostics.document import Document
from diagnostics.facts import Facts
from diagnostics.narrative import compose
from diagnostics.rendering import render
from diagnostics.vocabulary import LANGUAGES, Language

ENTRIES = sorted(catalogue().entries)
HOSTILE = "x\"'`$(id);</script>|&\n\u202e@example.com"
WORST = Facts(host=HOSTILE, port=587, login=HOSTILE, sender=HOSTILE, recipient=HOSTILE, message_kind=HOSTILE)


def document(code: str, language: Language, facts: Facts) -> Document:
    return compose(diagnose(catalogue().entries[code].examples[0].text, facts), language)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ENTRIES)
def test_it_is_told_with_everything_missing(code: str, language: Language) -> None:
    told = document(code, language, Facts())
    text = render(told, "text")

    # English may begin a sentence with "None of …"; Spanish has no such word.
    assert language == "en" or not re.search(r"\bNone\b", text)
    assert told.steps or told.category == "feedback"
    assert told.verdict.endswith(".")
    assert not [word for word in ("{login}", "{from}", "{host}", "{recipient}", "{port}") if word in text]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ENTRIES)
def test_hostile_values_reach_no_command_and_break_no_form(code: str, language: Language) -> None:
    told = document(code, language, WORST)
    lines = [line for step in (*told.steps, *told.alternatives) for block in step.commands for line in block.lines]

    assert not [line for line in lines if "$(id)" in line or "</script>" in line]
    assert json.loads(render(told, "json"))["code"] == told.code
    assert "\n# " not in render(told, "markdown")
    assert "\u202e" not in render(told, "text")


@pytest.mark.parametrize("code", ENTRIES)
def test_every_step_and_other_way_it_names_exists(code: str) -> None:
    entry, procedures = catalogue().entries[code], catalogue().procedures
    named = {step.procedure for step in entry.steps if step.procedure} | set(entry.alternatives)

    assert named <= set(procedures)
