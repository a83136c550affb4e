"""Credentials are read from every mechanism; nonsense is empty."""

import asyncio
import base64

import pytest

from delivery.sandbox.authentication import read_credentials


def encoded(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def read(mechanism: str, initial: str, *answers: str) -> tuple[str, str]:
    left = list(answers)

    async def ask(_question: str) -> str:
        return left.pop(0)

    return asyncio.run(read_credentials(mechanism, initial, ask))


@pytest.mark.parametrize(
    ("mechanism", "initial", "answers"),
    [
        ("PLAIN", encoded("\0ana\0word"), []),
        ("PLAIN", "", [encoded("\0ana\0word")]),
        ("LOGIN", "", [encoded("ana"), encoded("word")]),
        ("LOGIN", encoded("ana"), [encoded("word")]),
        ("XOAUTH2", encoded("user=ana\x01auth=Bearer word\x01\x01"), []),
    ],
)
def test_every_form_of_a_login_is_read(mechanism, initial, answers):
    assert read(mechanism, initial, *answers) == ("ana", "word")


@pytest.mark.parametrize(
    ("mechanism", "answers"), [("PLAIN", ["%"]), ("PLAIN", [encoded("ana")]), ("LOGIN", ["*", "*"]), ("XOAUTH2", ["="])]
)
def test_nonsense_is_empty(mechanism, answers):
    assert read(mechanism, "", *answers) == ("", "")
