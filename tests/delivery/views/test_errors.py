"""When a page cannot be shown, it says what to do next, in the reader's language."""

import pytest
from django.core.exceptions import BadRequest
from django.test import Client
from django.urls import path

from config.urls import urlpatterns as ours

ES = {"Accept-Language": "es"}


def broken(_request):
    raise RuntimeError("secret inside")


def bad(_request):
    raise BadRequest("no")


urlpatterns = [*ours, path("broken/", broken), path("bad/", bad)]

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def test_an_unknown_address(as_bob):
    response = as_bob.get("/nowhere/", headers=ES)

    assert response.status_code == 404
    assert "No hay nada en esta dirección" in response.content.decode()


def test_a_fault_of_ours_says_that_no_mail_is_lost_and_nothing_of_its_inside():
    response = Client(raise_request_exception=False).get("/broken/", headers=ES)

    assert response.status_code == 500
    assert "No se ha perdido ningún correo" in response.content.decode()
    assert "secret inside" not in response.content.decode()


def test_a_request_nobody_understands():
    response = Client().get("/bad/", headers=ES)

    assert response.status_code == 400
    assert "No se pudo entender esta petición" in response.content.decode()


def test_a_form_from_elsewhere(bob):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/login/", {"username": "bob", "password": "bob-secret"}, headers=ES)

    assert response.status_code == 403
    assert "El formulario ha caducado" in response.content.decode()


def test_pages_tell_search_engines_to_stay_away(as_bob):
    response = as_bob.get("/emails/")

    assert response.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert '<meta name="robots" content="noindex, nofollow">' in response.content.decode()


def test_the_policy_for_scripts_and_styles_is_strict(as_bob):
    policy = as_bob.get("/emails/").headers["Content-Security-Policy"]

    directives = {directive.strip() for directive in policy.split(";")}
    assert {"script-src 'self'", "style-src 'self'", "default-src 'none'"} <= directives
    assert "unsafe" not in policy
