"""Settings are read typed, from the environment or a file, and faults are one sentence."""

import pytest

from config import env
from config.env import EnvironmentFaultError


@pytest.fixture(autouse=True)
def no_file(monkeypatch):
    monkeypatch.setattr(env, "_file", dict)


def test_a_missing_setting_is_named_in_one_sentence():
    with pytest.raises(EnvironmentFaultError, match=r"^The setting NOT_THERE is missing: .*\.env\.example\)\.$"):
        env.text("NOT_THERE")


def test_the_environment_wins_over_the_file(monkeypatch):
    monkeypatch.setattr(env, "_file", lambda: {"WORD": "of the file"})
    assert env.text("WORD") == "of the file"

    monkeypatch.setenv("WORD", "of the environment")

    assert env.text("WORD") == "of the environment"


def test_an_empty_value_in_the_environment_hides_the_file(monkeypatch):
    monkeypatch.setattr(env, "_file", lambda: {"WORD": "of the file"})
    monkeypatch.setenv("WORD", "")

    assert env.text("WORD", "default") == "default"


def test_a_secret_may_stand_in_a_file_of_its_own(monkeypatch, tmp_path):
    (tmp_path / "key").write_text("from a file\n")
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "key"))

    assert env.secret("KEY") == "from a file"


def test_a_secret_file_that_cannot_be_read_is_named(monkeypatch, tmp_path):
    monkeypatch.setenv("KEY_FILE", str(tmp_path / "nothing"))

    with pytest.raises(EnvironmentFaultError, match=r"KEY_FILE .*No such file.*nothing$"):
        env.secret("KEY")


@pytest.mark.parametrize(("written", "meant"), [("1", True), ("Yes", True), ("0", False), ("off", False)])
def test_yes_and_no_are_understood(monkeypatch, written, meant):
    monkeypatch.setenv("SWITCH", written)

    assert env.boolean("SWITCH", not meant) is meant


def test_what_is_neither_yes_nor_no_is_refused(monkeypatch):
    monkeypatch.setenv("SWITCH", "maybe")

    with pytest.raises(EnvironmentFaultError, match="SWITCH must be 1 or 0, not 'maybe'"):
        env.boolean("SWITCH", False)


@pytest.mark.parametrize("written", ["-1", "ten", "1.5", "²"])
def test_what_is_no_whole_number_is_refused(monkeypatch, written):
    monkeypatch.setenv("COUNT", written)

    with pytest.raises(EnvironmentFaultError, match="COUNT must be a whole number of at least 0"):
        env.integer("COUNT")


def test_a_faulty_address_is_not_quoted_since_it_may_hold_a_password(monkeypatch):
    monkeypatch.setenv("PLACE", "mysql://me:hunter2@host/db")

    with pytest.raises(EnvironmentFaultError, match="PLACE must be an address") as caught:
        env.url("PLACE", "", schemes=("postgresql",))

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize("key", ["short", "not base64 at all, however long it may be", "ñ" * 44])
def test_a_key_that_seals_nothing_is_named_by_its_place_and_never_quoted(monkeypatch, key):
    right = "dGhpcyBrZXkgaXMgZm9yIHRlc3RzIG9ubHkuLi4uLi4="
    monkeypatch.setenv("KEYS", f"{right},{key}")

    with pytest.raises(EnvironmentFaultError, match=r"^Key 2 of the setting KEYS is none") as fault:
        env.keys("KEYS")

    assert key not in str(fault.value)


def test_one_of_a_few_words_may_be_written_small(monkeypatch):
    monkeypatch.setenv("WORD", "debug")
    assert env.choice("WORD", "INFO", among=("DEBUG", "INFO")) == "DEBUG"

    monkeypatch.setenv("WORD", "loud")

    with pytest.raises(EnvironmentFaultError, match=r"WORD must be one of DEBUG, INFO, not 'LOUD'"):
        env.choice("WORD", "INFO", among=("DEBUG", "INFO"))
