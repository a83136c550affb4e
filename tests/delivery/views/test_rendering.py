"""A page for people, a part for htmx; the Back button never gets a bare part."""

import pytest

pytestmark = pytest.mark.django_db

HTMX = {"HX-Request": "true"}


def is_whole(response) -> bool:
    return b"<html" in response.content


@pytest.mark.parametrize(
    ("headers", "whole"),
    [
        ({}, True),
        (HTMX, False),
        (HTMX | {"HX-Boosted": "true"}, True),
        (HTMX | {"HX-History-Restore-Request": "true"}, True),
    ],
)
def test_only_a_plain_htmx_request_gets_the_part(as_bob, headers, whole):
    response = as_bob.get("/emails/", headers=headers)

    assert is_whole(response) is whole
    assert b'id="emails"' in response.content


def test_caches_are_told_what_the_answer_depends_on(as_bob):
    vary = as_bob.get("/emails/").headers["Vary"]

    assert {"HX-Request", "HX-Boosted", "HX-History-Restore-Request"} <= set(vary.split(", "))


def test_a_part_has_one_root_with_its_id(as_bob):
    part = as_bob.get("/accounts/", headers=HTMX).content.decode().strip()

    assert part.startswith('<div id="accounts"')
    assert part.endswith("</div>")
