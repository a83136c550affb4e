"""Whatever a stranger writes, the answer is a whole document in either language."""

import json

from hypothesis import given, settings
from hypothesis import strategies as st

from diagnostics.diagnose import diagnose
from diagnostics.facts import Facts, Try
from diagnostics.narrative import compose
from diagnostics.rendering import FORMS, render
from diagnostics.vocabulary import LANGUAGES
from tests.diagnostics.real_case import NOW, TRAILER, refusal

PIECES = st.sampled_from(
    [
        "550 5.1.1 ",
        "535-5.7.8 ",
        "\r\n",
        "SMTP Host: ",
        "Status Code: MustIssueStartTlsFirst",
        "{login} {from}",
        TRAILER,
        refusal(),
        "<a@example.com>",
        "```",
        "{",
    ]
)
TEXTS = st.lists(st.one_of(PIECES, st.text(max_size=40)), max_size=8).map("".join)
SOME = st.one_of(st.none(), st.text(max_size=60))
FACTS = st.builds(
    Facts,
    now=st.just(NOW),
    host=SOME,
    port=st.one_of(st.none(), st.integers(0, 70000)),
    security=st.sampled_from([None, "starttls", "implicit", "none"]),
    login=SOME,
    sender=SOME,
    recipient=SOME,
    message_kind=SOME,
    attempts=st.lists(st.builds(Try, number=st.integers(1, 9), at=st.just(NOW), text=SOME), max_size=3).map(tuple),
    changed_since_success=st.lists(st.sampled_from(["host", "login", "secret"]), max_size=2).map(tuple),
    last_success_at=st.sampled_from([None, NOW]),
    siblings_failing=st.one_of(st.none(), st.integers(0, 5)),
)


@settings(max_examples=60, deadline=None)
@given(TEXTS, FACTS)
def test_every_text_gets_a_whole_document(text: str, facts: Facts) -> None:
    diagnosis = diagnose(text, facts)

    for language in LANGUAGES:
        document = compose(diagnosis, language)
        assert document.title
        assert document.verdict.endswith((".", "…"))
        assert "".join(stretch.text for stretch in document.error) == diagnosis.evidence.raw
        assert len(diagnosis.checks) == 6
        assert 1 <= len(document.configuration) <= 6
        for form in FORMS:
            assert render(document, form)
        assert json.loads(render(document, "json"))["language"] == language
