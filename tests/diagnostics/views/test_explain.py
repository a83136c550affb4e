"""The box to paste anything into, and a page for every explanation."""

import pytest
from django.contrib.auth.models import Permission, User
from django.test import Client

from diagnostics.catalogue.registry import catalogue
from diagnostics.views.explain import LONGEST
from tests.diagnostics.real_case import record

pytestmark = pytest.mark.django_db

CODES = sorted(catalogue().entries)


@pytest.fixture
def reader() -> Client:
    """Somebody who may look."""
    user = User.objects.create_user("bob")
    user.user_permissions.set(Permission.objects.filter(codename="view_job"))
    client = Client()
    client.force_login(user)
    return client


@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_the_real_case_is_explained(reader, headers):
    html = reader.post("/explain/", {"text": record()}, headers=headers).content.decode()

    assert "Sign-in refused by an identity policy" in html
    assert ("<html" in html) is not bool(headers)
    assert 'id="explained"' in html


def test_it_answers_in_spanish(reader):
    html = reader.post("/explain/", {"text": record()}, headers={"Accept-Language": "es"}).content.decode()

    assert "Inicio de sesión rechazado por una política de identidad" in html


@pytest.mark.parametrize(
    ("text", "said"), [(" \n", "There is no text yet"), ("x" * (LONGEST + 1), "longer than 200,000")]
)
def test_what_cannot_be_explained_is_said(reader, text, said):
    response = reader.post("/explain/", {"text": text})

    assert response.status_code == 200
    assert said in response.content.decode()
    assert response.context["document"] is None


@pytest.mark.parametrize("text", ["<script>alert(1)</script>", "{", "\x00\x01", "550 " + "é" * 50_000, "\u202e" * 300])
def test_anything_may_be_pasted(reader, text):
    response = reader.post("/explain/", {"text": text})

    assert response.status_code == 200
    assert "<script>alert" not in response.content.decode()


def test_strangers_log_in_first_unless_the_box_is_public(client, settings):
    assert client.post("/explain/", {"text": "550 5.1.1"}).status_code == 302

    settings.EXPLAIN_PUBLIC = True
    assert client.post("/explain/", {"text": "550 5.1.1"}).status_code == 200


def test_people_without_the_permission_may_not(client):
    client.force_login(User.objects.create_user("charlie"))

    assert client.get("/explain/").status_code == 403


@pytest.mark.parametrize("language", ["en", "es"])
@pytest.mark.parametrize("code", CODES)
def test_every_explanation_has_a_page_that_shows_its_steps(reader, code, language):
    html = reader.get(f"/explanations/{code}/", headers={"Accept-Language": language}).content.decode()

    assert catalogue().entries[code].title[language].replace("'", "&#x27;") in html
    assert ('id="steps"' in html) is bool(catalogue().entries[code].steps)


def test_all_of_them_are_listed(reader):
    html = reader.get("/explanations/").content.decode()

    assert [code for code in CODES if f'href="/explanations/{code}/"' not in html] == []


def test_an_explanation_nobody_wrote_is_a_404(reader):
    assert reader.get("/explanations/no-such-thing/").status_code == 404
