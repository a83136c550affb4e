"""Every explanation as the page of an e-mail shows it: with nothing known, with hostile values everywhere, and on paper."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.template.loader import render_to_string
from django.utils.translation import override

from diagnostics.catalogue.registry import catalogue
from diagnostics.diagnose import diagnose
from diagnostics.document import Document
from diagnostics.facts import Facts, Try
from diagnostics.narrative import compose
from diagnostics.reading import read
from diagnostics.vocabulary import LANGUAGES, Language

ENTRIES = sorted(catalogue().entries)
HOSTILE = "x\"'`$(id);</script><img src=x onerror=alert(1)>{{ 7|add:7 }}|&\n\u202e@example.com"
WORST = Facts(
    host=HOSTILE,
    port=587,
    login=HOSTILE,
    sender=HOSTILE,
    recipient=HOSTILE,
    message_kind=HOSTILE,
    attempts=(Try(number=1, text=HOSTILE), Try(number=2, text=HOSTILE)),
    mechanisms_offered=(HOSTILE,),
    changed_since_success=(HOSTILE,),
)


def worst(code: str, language: Language) -> Document:
    """An entry told with a hostile value in every placeholder that a stranger can fill."""
    evidence = replace(
        read(catalogue().entries[code].examples[0].text),
        server=HOSTILE,
        server_region=HOSTILE,
        support_id=HOSTILE,
        host=HOSTILE,
        login=HOSTILE,
        sender=HOSTILE,
        recipient=HOSTILE,
    )
    return compose(diagnose(evidence, WORST), language)


def page(document: Document, language: Language) -> str:
    with override(language):
        return render_to_string("diagnostics/_document.html", {"document": document}) + render_to_string(
            "diagnostics/_copy_texts.html", {"document": document}
        )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ENTRIES)
def test_nothing_known_leaves_no_gap(code: str, language: Language) -> None:
    html = page(compose(diagnose(catalogue().entries[code].examples[0].text, Facts()), language), language)

    assert catalogue().entries[code].title[language] in unescape(html)
    assert not re.search(r"\{[a-z_]+\}", re.sub(r"<pre.*?</pre>", "", html, flags=re.DOTALL))
    assert not re.search(r">\s*None\s*<", html)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ENTRIES)
def test_hostile_values_stay_words(code: str, language: Language) -> None:
    html = page(worst(code, language), language)

    assert "<img" not in html
    assert "</script>" not in html
    assert "onerror=alert" not in re.sub(r"&lt;img src=x onerror=alert\(1\)&gt;", "", html)
    assert "{{ 7|add:7 }}" in html or "7|add:7" not in html


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", ENTRIES)
def test_on_paper_every_step_command_and_cause_is_there(code: str, language: Language) -> None:
    document = compose(diagnose(catalogue().entries[code].examples[0].text, Facts()), language)
    text = unescape(page(document, language))

    wanted = [step.title for step in (*document.steps, *document.alternatives)]
    wanted += [line for step in document.steps for block in step.commands for line in block.lines]
    wanted += [cause.test for cause in document.causes]
    plain = re.sub(r"</?a\b[^>]*>", "", text)
    assert [words for words in wanted if words not in plain] == []
