"""The one-time link makes the first admin, once, for a day."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command

from delivery import first_admin

pytestmark = pytest.mark.django_db

ANSWER = {"username": "ada", "password1": "a long enough pass-phrase", "password2": "a long enough pass-phrase"}


def test_the_link_makes_an_admin_who_is_logged_in(client):
    response = client.post(first_admin.link(), ANSWER, follow=True)

    assert User.objects.get(username="ada").is_superuser
    assert response.redirect_chain[-1][0] == "/emails/"
    assert response.status_code == 200


def test_it_asks_before_it_makes_anybody(client):
    assert "Make the first admin" in client.get(first_admin.link()).content.decode()
    assert not User.objects.exists()


def test_a_weak_password_is_named(client):
    response = client.post(first_admin.link(), ANSWER | {"password1": "12345", "password2": "12345"})

    assert response.status_code == 200
    assert "password2" in response.context["form"].errors
    assert not User.objects.exists()


def test_it_works_once(client):
    link = first_admin.link()
    client.post(link, ANSWER)

    again = client.post(link, ANSWER | {"username": "eve"})

    assert again.status_code == 410
    assert not User.objects.filter(username="eve").exists()


@pytest.mark.parametrize("token", ["x", "first-admin", "Z:1:2"])
def test_a_made_up_link_opens_nothing(client, token):
    assert client.post(f"/first-admin/{token}/", ANSWER).status_code == 410
    assert not User.objects.exists()


def test_a_link_of_yesterday_opens_nothing(client, monkeypatch):
    link = first_admin.link()
    day = timedelta(seconds=first_admin.GOOD_FOR + 1).total_seconds()
    monkeypatch.setattr("django.core.signing.time.time", lambda now=time.time: now() + day)

    assert client.get(link).status_code == 410


def test_the_command_prints_it_only_while_it_is_needed(capsys):
    call_command("first_admin_link")
    assert capsys.readouterr().out.startswith("/first-admin/")

    User.objects.create_superuser("ada")
    call_command("first_admin_link")
    assert capsys.readouterr().out == ""
