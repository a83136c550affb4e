"""Causes stand where the evidence puts them: what is known moves them, what nobody knows does not."""

from datetime import UTC, datetime
from typing import Any

from diagnostics.catalogue.explanation import Cause, Explanation, Words
from diagnostics.catalogue.registry import catalogue
from diagnostics.causes import rank
from diagnostics.circumstances import CIRCUMSTANCES
from diagnostics.evidence import Evidence, Reply
from diagnostics.facts import Facts
from tests.diagnostics.real_case import diagnosed, told

WORDS: Words = {"en": "x", "es": "x"}


def cause(id_: str, likelihood: int, **values: Any) -> Cause:
    given = {"supports": {}, "weakens": {}, **values}
    return Cause(id=id_, likelihood=likelihood, says=WORDS, why=WORDS, test=WORDS, **given)


def ranked(*causes: Cause, facts: Facts | None = None, **evidence: Any) -> list[tuple[str, int]]:
    entry: Explanation = catalogue().entries["criteria-not-met"]
    changed = Explanation(**{**entry.__dict__, "causes": causes})
    given = {"raw": "", **evidence}
    return [(each.cause.id, each.score) for each in rank(changed, Evidence(**given), facts or Facts())]


def test_without_facts_the_catalogues_order_stands() -> None:
    assert ranked(cause("a", 50), cause("b", 50), cause("c", 60)) == [("c", 60), ("a", 50), ("b", 50)]


def test_a_circumstance_that_holds_moves_a_cause() -> None:
    up = cause("up", 30, supports={"worked-before": 40})
    down = cause("down", 60, weakens={"worked-before": 40})
    known = Facts(last_success_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert ranked(up, down) == [("down", 60), ("up", 30)]
    assert ranked(up, down, facts=known) == [("up", 70), ("down", 20)]


def test_nothing_is_certain_and_nothing_impossible() -> None:
    sure = cause("sure", 90, supports={"never-worked": 50})
    never = cause("never", 10, weakens={"never-worked": 50})

    assert ranked(sure, never, facts=Facts(never_succeeded=True)) == [("sure", 99), ("never", 1)]


def test_a_cause_the_server_names_stands_first() -> None:
    said = Reply(code=535, enhanced=None, text="account is locked, sorry", start=0, end=0)

    found = ranked(cause("a", 80), cause("locked", 5, named_by="account is locked"), raw="x", replies=(said,))

    assert found[0][0] == "locked"


def test_a_cause_of_other_providers_is_not_shown() -> None:
    mine, theirs = cause("mine", 10, providers=("gmail",)), cause("theirs", 90, providers=("microsoft365",))

    assert ranked(mine, theirs, provider="gmail") == [("mine", 10)]
    assert ranked(mine, theirs) == []


def test_a_wrong_setting_is_a_cause_even_where_nothing_was_recognised() -> None:
    found = rank(None, Evidence(raw="", host="smtp.example.com", port=465, security="starttls"), Facts())

    assert [each.cause.id for each in found] == ["wrong-tls-mode"]


def test_a_setting_that_cannot_have_been_in_force_ranks_lower() -> None:
    answered = Reply(code=535, enhanced="5.7.139", text="no", start=0, end=0)
    contradicted = rank(None, Evidence(raw="", port=465, security="starttls", replies=(answered,)), Facts())
    silent = rank(None, Evidence(raw="", port=465, security="starttls"), Facts())

    assert contradicted[0].score < silent[0].score


def test_every_circumstance_an_entry_names_exists() -> None:
    for entry in catalogue().entries.values():
        for each in entry.causes:
            assert {*each.supports, *each.weakens} <= set(CIRCUMSTANCES), (entry.code, each.id)


def test_the_real_case_ranks_by_what_is_known_beside_it() -> None:
    def order(**facts: Any) -> list[str]:
        return [each.cause.id for each in diagnosed(**facts).causes]

    def score(id_: str, **facts: Any) -> int:
        return next(each.score for each in diagnosed(**facts).causes if each.cause.id == id_)

    yesterday = datetime(2026, 1, 8, 18, tzinfo=UTC)
    assert score("conditional-access", last_success_at=yesterday) >= score("conditional-access")
    assert score("switches", last_success_at=yesterday) <= score("switches")
    assert order()[0] == "conditional-access"


def test_the_page_says_what_moved_a_cause() -> None:
    document = told(last_success_at=datetime(2026, 1, 6, 9, tzinfo=UTC), siblings_working=2, siblings_failing=4)
    reasons = " ".join(each.why for each in document.causes)

    assert "this account has sent mail before (last at 2026-01-06 09:00:00 UTC)" in reasons
