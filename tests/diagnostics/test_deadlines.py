"""Dates are shown where they matter, counted down, and told differently once they have passed."""

from datetime import UTC, datetime

from diagnostics.deadlines import deadlines, deadlines_for
from diagnostics.vocabulary import CATEGORIES, LANGUAGES
from tests.diagnostics.real_case import diagnosed, record, refusal

DAY = deadlines()["basic-auth-default-off"]


def test_days_are_counted_from_the_moment_of_asking() -> None:
    assert DAY.days_left(datetime(2026, 12, 30, 23, 59, tzinfo=UTC)) == 1
    assert DAY.days_left(datetime(2026, 12, 31, tzinfo=UTC)) == 0
    assert DAY.days_left(datetime(2027, 1, 2, tzinfo=UTC)) == -2
    assert DAY.days_left(None) is None


def test_a_passed_date_speaks_of_the_past() -> None:
    after = datetime(2027, 1, 2, tzinfo=UTC)

    assert DAY.says("en", after).startswith("Since then")
    assert DAY.says("es", after).startswith("Desde entonces")
    assert DAY.says("en", None) == DAY.before["en"]


def test_any_refused_password_at_microsoft_365_is_told_of_the_end_of_passwords() -> None:
    found = deadlines_for(diagnosed(record(refusal("the user credentials were incorrect."))))

    assert [each.id for each in found] == ["basic-auth-default-off", "basic-auth-removal"]


def test_other_providers_and_other_faults_are_left_in_peace() -> None:
    assert deadlines_for(diagnosed("535 5.7.8 authentication failed")) == ()
    assert deadlines_for(diagnosed("550 5.1.1 no such user [CH0PR08CA0021.namprd08.prod.outlook.com]")) == ()


def test_every_deadline_is_complete() -> None:
    for each in deadlines().values():
        assert set(each.when) == set(each.before) == set(each.after) == set(LANGUAGES)
        assert set(each.categories) <= set(CATEGORIES)
        assert each.reference.startswith("https://")
        assert each.providers
