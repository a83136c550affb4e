"""Every page behind the catalogue has a title that says something, in both languages."""

from urllib.parse import urlsplit

import pytest

from diagnostics.catalogue.registry import catalogue
from diagnostics.deadlines import deadlines
from diagnostics.reference_titles import reference_titles, title_of
from diagnostics.vocabulary import LANGUAGES

CATALOGUE = catalogue()
PAGES = sorted(
    {
        *(url for entry in CATALOGUE.entries.values() for url in entry.references),
        *(url for procedure in CATALOGUE.procedures.values() for url in procedure.references),
        *(deadline.reference for deadline in deadlines().values()),
    }
)


@pytest.mark.parametrize("url", [url for url in PAGES if urlsplit(url).path.strip("/")])
def test_every_page_of_the_catalogue_has_a_title(url: str) -> None:
    for language in LANGUAGES:
        title = title_of(url, language)
        assert title
        assert len(title) <= 80


def test_no_two_pages_have_the_same_title() -> None:
    for language in LANGUAGES:
        titles = [title[language] for title in reference_titles().values()]
        assert len(titles) == len(set(titles))


def test_of_an_unknown_page_nothing_is_claimed() -> None:
    assert title_of("https://example.com/page", "en") is None
