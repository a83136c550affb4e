"""The pages of the code dictionary: searchable, in both languages, honest about what nobody knows."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from diagnostics.codes.book import book

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> Client:
    """Somebody who may look."""
    user = User.objects.create_user("bob")
    user.user_permissions.set(Permission.objects.filter(codename="view_job"))
    client = Client()
    client.force_login(user)
    return client


def page(client: Client, path: str, **headers: str) -> str:
    response = client.get(path, headers=headers)
    assert response.status_code == 200
    return response.content.decode()


def test_all_codes_are_listed(reader):
    html = page(reader, "/codes/")

    assert [code for code in book() if f'href="/codes/{code}/"' not in html] == []


def test_the_list_asks_the_database_for_nothing_but_who_looks(reader, django_assert_max_num_queries):
    with django_assert_max_num_queries(4):
        page(reader, "/codes/")


@pytest.mark.parametrize("q", ["535 5.7.139", "client not authenticated to send"])
def test_htmx_gets_the_part_alone(reader, q):
    html = reader.get("/codes/", {"q": q}, headers={"HX-Request": "true"}).content.decode()

    assert html.lstrip().startswith('<div id="codes-found">')


def test_going_back_paints_the_whole_page(reader):
    response = reader.get("/codes/?q=550", headers={"HX-Request": "true", "HX-History-Restore-Request": "true"})

    assert "<html" in response.content.decode()
    assert "HX-History-Restore-Request" in response["Vary"]


def test_the_search_finds_in_the_reader_s_language_and_keeps_the_words(reader):
    html = page(reader, "/codes/?q=buz%C3%B3n+lleno", **{"Accept-Language": "es"})

    assert 'href="/codes/5.2.2/"' in html
    assert 'href="/codes/5.1.1/"' not in html
    assert 'value="buzón lleno"' in html


@pytest.mark.parametrize(("language", "said"), [("en", "We do not know 5.9.99"), ("es", "No conocemos 5.9.99")])
def test_an_unknown_code_is_said_to_be_unknown(reader, language, said):
    html = page(reader, "/codes/?q=5.9.99", **{"Accept-Language": language})

    assert said in html
    assert 'href="/codes/5.9.99/"' not in html


def test_words_nobody_uses_find_nothing_and_show_the_way_on(reader):
    assert "No code is described with these words" in page(reader, "/codes/?q=zork")


@pytest.mark.parametrize("q", ["<script>alert(1)</script>", "5.7.139" * 500, "\x00", "%", "'"])
def test_anything_may_be_searched(reader, q):
    response = reader.get("/codes/", {"q": q})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", sorted(book()))
def test_every_code_has_a_page_that_links_its_explanations(reader, code, language):
    html = page(reader, f"/codes/{code}/", **{"Accept-Language": language})

    assert [use for use in book()[code].uses if f'href="/explanations/{use.explanation.code}/"' not in html] == []
    assert f"<code>{code}</code>" in html


@pytest.mark.parametrize("code", ["535", "5.7.139"])
def test_a_code_leads_to_the_e_mails_that_met_it(reader, code):
    assert f'href="/emails/?state=all&amp;q=code:{code}"' in page(reader, f"/codes/{code}/")


def test_whether_waiting_helps_is_told_with_its_limits(reader):
    html = page(reader, "/codes/4.7.0/")

    assert "Passing: sending again later can help" in html
    assert "believe the explanation" in html


def test_a_number_with_two_owners_warns(reader):
    assert "also used for something else" in page(reader, "/codes/5.7.30/")


def test_the_registry_s_way_of_writing_leads_to_a_number(reader):
    assert reader.get("/codes/X.1.1/")["Location"] == "/codes/5.1.1/"


def test_a_code_nobody_knows_has_an_honest_page(reader):
    response = reader.get("/codes/4.7.139/")

    assert response.status_code == 404
    html = response.content.decode()
    assert "We do not know 4.7.139" in html
    assert 'href="/codes/5.7.139/"' in html
    assert 'href="/explain/"' in html


@pytest.mark.parametrize("code", ["abc", "999", "5.1", "X.a.b", "5.1.1.1"])
def test_what_is_no_code_has_no_page(reader, code):
    assert reader.get(f"/codes/{code}/").status_code == 404


@pytest.mark.parametrize("path", ["/codes/", "/codes/550/"])
def test_strangers_log_in_first_and_people_without_the_permission_stay_outside(client, settings, path):
    assert client.get(path).status_code == 302
    client.force_login(User.objects.create_user("charlie"))
    assert client.get(path).status_code == 403

    settings.EXPLAIN_PUBLIC = True
    assert client.get(path).status_code == 200
