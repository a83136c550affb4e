"""Those who watch the site are told whether it lives and whether it can work."""

import pytest


def test_the_process_lives_without_any_server(client):
    answer = client.get("/livez")

    assert answer.status_code == 200
    assert answer["X-Robots-Tag"] == "noindex, nofollow"


def test_who_watches_is_not_sent_to_the_encrypted_address(client, settings):
    settings.SECURE_SSL_REDIRECT = True

    assert client.get("/livez").status_code == 200
    assert client.get("/emails/").status_code == 301


@pytest.mark.django_db
def test_it_is_ready_when_its_servers_answer(client):
    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()) == (200, {"database": "ready", "redis": "ready"})


@pytest.mark.django_db
def test_redis_away_is_said_but_mail_still_comes_in(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    answer = client.get("/readyz")

    assert (answer.status_code, answer.json()["redis"]) == (200, "not reachable")
