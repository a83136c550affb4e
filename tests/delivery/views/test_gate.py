"""Strangers log in first; people without the permission are told so; htmx leaves the page."""

import pytest

pytestmark = pytest.mark.django_db


def test_a_stranger_logs_in_and_comes_back(client):
    response = client.get("/emails/?state=failed")

    assert response.status_code == 302
    assert response.headers["Location"] == "/login/?next=/emails/%3Fstate%3Dfailed"


def test_a_stranger_at_the_start_is_led_to_the_list(client):
    assert client.get("/").headers["Location"] == "/emails/"


def test_a_strangers_htmx_request_leaves_the_page(client):
    response = client.get("/emails/", headers={"HX-Request": "true", "HX-Current-URL": "http://testserver/emails/?q=a"})

    assert response.status_code == 200
    assert response.headers["HX-Redirect"].startswith("/login/?next=http")
    assert response.content == b""


def test_charlie_is_told_whom_to_ask(as_charlie):
    response = as_charlie.get("/emails/")

    assert response.status_code == 403
    assert "belong to no group yet" in response.content.decode()


def test_logging_in_leads_on_to_where_one_wanted_to_go(client, bob):
    response = client.post(
        "/login/?next=/accounts/", {"username": "bob", "password": "bob-secret", "next": "/accounts/"}
    )

    assert response.headers["Location"] == "/accounts/"


def test_logging_out_ends_at_the_log_in_page(as_bob):
    assert as_bob.post("/logout/").headers["Location"] == "/login/"
    assert as_bob.get("/emails/").status_code == 302


def test_a_wrong_password_is_said_in_words(client, bob):
    response = client.post("/login/", {"username": "bob", "password": "no"})

    assert "do not go together" in response.content.decode()


def test_only_the_demo_says_with_which_names_one_logs_in(client, settings):
    assert "demo-admin" not in client.get("/login/").content.decode()

    settings.DEMO = True
    assert "demo-admin" in client.get("/login/").content.decode()
