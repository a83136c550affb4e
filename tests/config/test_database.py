"""DATABASE_URL becomes Django's words."""

import pytest

from config.database import database
from config.env import EnvironmentFaultError


def test_every_part_of_an_address_finds_its_place():
    made = database("postgresql://me:p%40ss@db.example.com:6543/mail?sslmode=require", pool=4)

    assert (made["USER"], made["PASSWORD"], made["HOST"], made["PORT"], made["NAME"]) == (
        "me",
        "p@ss",
        "db.example.com",
        "6543",
        "mail",
    )
    assert made["OPTIONS"]["sslmode"] == "require"
    assert made["OPTIONS"]["pool"]["max_size"] == 4


def test_a_socket_folder_is_a_host():
    assert database("postgresql://me@/mail?host=/run/somewhere", pool=0)["HOST"] == "/run/somewhere"


def test_without_a_pool_there_is_none():
    assert "pool" not in database("postgresql://me@host/mail", pool=0)["OPTIONS"]


def test_what_postgresql_does_not_understand_is_refused_without_quoting_it():
    with pytest.raises(EnvironmentFaultError, match=r"DATABASE_URL is not an address") as caught:
        database("postgresql://me:hunter2@host:notaport:1/x?nonsense=1", pool=0)

    assert "hunter2" not in str(caught.value)
