"""A circumstance holds only when somebody knows that it does."""

from datetime import UTC, datetime, timedelta

import pytest

from diagnostics.circumstances import CIRCUMSTANCES, circumstances
from diagnostics.evidence import Evidence, Reply
from diagnostics.facts import Facts, Try

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def holding(facts: Facts, **evidence: object) -> frozenset[str]:
    return circumstances(Evidence(raw="", **evidence), facts)  # type: ignore[arg-type]


def test_nothing_known_means_nothing_holds() -> None:
    assert holding(Facts()) == frozenset()


@pytest.mark.parametrize(
    ("facts", "name"),
    [
        (Facts(last_success_at=NOON), "worked-before"),
        (Facts(last_success_at=NOON - timedelta(hours=3), now=NOON), "worked-today"),
        (Facts(last_success_at=NOON, recorded_at=NOON - timedelta(hours=1)), "worked-since"),
        (Facts(never_succeeded=True), "never-worked"),
        (Facts(last_success_at=NOON, changed_since_success=("host",)), "changed-since-success"),
        (Facts(siblings_working=2), "siblings-working"),
        (Facts(siblings_failing=1), "siblings-failing"),
        (Facts(similar_failures=1), "only-this-fails"),
        (Facts(similar_failures=40), "many-fail-now"),
        (Facts(mechanisms_offered=("XOAUTH2",)), "password-login-not-offered"),
        (Facts(mechanisms_offered=("LOGIN",)), "password-login-offered"),
        (Facts(mechanisms_offered=("XOAUTH2",)), "oauth-offered"),
        (Facts(login_method="password"), "signs-in-with-password"),
        (Facts(login_method="xoauth2"), "signs-in-with-oauth"),
        (Facts(login="robot"), "login-not-an-address"),
        (Facts(login="a@example.com", sender="b@example.com"), "from-differs-from-login"),
        (Facts(login="a@example.com", sender="a@example.net"), "from-domain-differs-from-login"),
        (Facts(sender="a@Example.com", recipient="b@example.com"), "internal-recipient"),
        (Facts(security="none", host="smtp.example.com"), "security-disabled"),
        (Facts(port=465, security="starttls"), "wrong-tls-mode"),
        (Facts(port=587, security="implicit"), "wrong-tls-mode"),
        (Facts(host="smtp.offic365.com"), "host-misspelt"),
        (Facts(port=25), "port-25"),
    ],
)
def test_a_known_fact_is_named(facts: Facts, name: str) -> None:
    assert name in holding(facts)


def test_a_success_after_the_failure_is_none_before_it() -> None:
    found = holding(Facts(last_success_at=NOON, recorded_at=NOON - timedelta(hours=1)))

    assert not {"worked-before", "worked-today"} & found


def test_a_local_relay_needs_no_encryption() -> None:
    assert "security-disabled" not in holding(Facts(host="localhost", security="none"))


def test_a_reply_from_elsewhere_than_the_configured_host_is_noticed() -> None:
    reply = Reply(code=535, enhanced="5.7.139", text="no", start=0, end=0)

    found = holding(Facts(host="smtp.gmail.com"), replies=(reply,), server="CH0PR08CA0021.namprd08.prod.outlook.com")

    assert "other-providers-host" in found


def test_equal_replies_differ_only_in_time_and_session() -> None:
    one = Try(number=1, text="535 5.7.139 no [AB1.example 2026-01-09T16:12:30.678Z 08DE]")
    two = Try(number=2, text="535 5.7.139 no [AB2.example 2026-01-09T16:14:30.678Z 09DE]")

    assert "attempts-identical" in holding(Facts(attempts=(one, two)))


def test_a_new_code_is_a_changed_reply_and_an_unrecorded_try_says_nothing() -> None:
    one, lost = Try(number=1, text="535 5.7.139 no"), Try(number=2, recorded=False)

    assert "attempts-changing" in holding(Facts(attempts=(one, lost, Try(number=3, text="535 5.7.3 no"))))
    assert not {"attempts-changing", "attempts-identical"} & holding(Facts(attempts=(one, lost)))


def test_names_are_unique_and_lower_case() -> None:
    assert len(set(CIRCUMSTANCES)) == len(CIRCUMSTANCES)
    assert all(name == name.lower() for name in CIRCUMSTANCES)
