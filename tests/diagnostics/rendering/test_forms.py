"""Each form shows the same document; what a stranger wrote stays text in all of them."""

import json
import re

import pytest

from diagnostics.rendering import FORMS, render
from tests.diagnostics.real_case import SENDER, diagnosed, told

HOSTILE = (
    "550 5.7.1 <script>alert(1)</script> ![x](http://evil.example/x.png) [click](javascript:alert(1)) "
    "```\n# heading\n| a | b |\n\x1b[31mred\x07 \u202egnp"
)


@pytest.mark.parametrize("form", FORMS)
def test_every_form_holds_title_verdict_and_commands(form: str) -> None:
    shown = " ".join(render(told(), form).replace("\\", "").split())  # type: ignore[arg-type]

    assert "5.7.139" in shown
    assert SENDER in shown
    assert "Get-CASMailbox" in shown
    assert shown.count("08DE4F6D4916B5B3") >= 3


def test_text_keeps_to_eighty_columns_but_for_what_must_not_be_broken() -> None:
    long = [line for line in render(told(), "text").splitlines() if len(line) > 80]

    assert all(line.startswith("    ") or "https://" in line or "http" in line for line in long)


def test_text_steers_no_terminal() -> None:
    text = render(told(HOSTILE), "text")

    assert "\x1b" not in text
    assert "\x07" not in text
    assert "\u202e" not in text


def test_markdown_turns_nothing_of_a_stranger_into_markup() -> None:
    markdown = render(told(HOSTILE), "markdown")
    outside = re.sub(r"(?ms)^(`{3,})\w*\n.*?^\1$", "", markdown)

    assert not re.search(r"(?<!\\)<(?!https://)", outside)
    assert not re.search(r"(?<!\\)!\[|(?<!\\)\]\(", outside)
    assert "\n# heading" not in outside


def test_a_fence_is_longer_than_any_run_of_backticks_inside() -> None:
    markdown = render(told("550 no ``````` way"), "markdown")

    assert "````````text" in markdown


def test_json_is_complete_and_keeps_the_raw_text() -> None:
    data = json.loads(render(told(), "json"))

    assert data["version"] == 1
    assert "".join(stretch["text"] for stretch in data["error"]) == diagnosed().evidence.raw
    assert data["server_time"] == "2026-01-09T16:12:30.678000+00:00"
    assert data["attempts"][0]["at_time"] is None
    assert data["deadlines"][0]["day"] == "2026-12-31"
    assert "headings" not in data
