"""The doctor tells what is missing in one sentence each, whatever else is broken."""

import pytest

from config import doctor, doctor_servers, env
from config.env import EnvironmentFaultError
from delivery.models import Account
from delivery.models.sealed import Sealed


def test_it_tells_when_there_are_no_keys(tmp_path, monkeypatch):
    monkeypatch.setattr(env, "given", lambda name: False)

    found = doctor.key_file(tmp_path / ".env")

    assert (found.fine, "run `make setup`" in found.sentence) == (False, True)


@pytest.mark.parametrize(("mode", "fine"), [(0o600, True), (0o640, False), (0o604, False)])
def test_it_tells_when_others_may_read_the_keys(tmp_path, mode, fine):
    (tmp_path / ".env").touch()
    (tmp_path / ".env").chmod(mode)

    assert doctor.key_file(tmp_path / ".env").fine is fine


def test_it_names_the_files_the_pages_lack(tmp_path):
    (tmp_path / "icons.svg").touch()

    found = doctor.vendor_files(tmp_path)

    assert not found.fine
    assert "tabler.min.css" in found.sentence
    assert "icons.svg" not in found.sentence


def test_it_names_translations_that_are_not_compiled(tmp_path):
    (tmp_path / "es" / "LC_MESSAGES").mkdir(parents=True)
    (tmp_path / "es" / "LC_MESSAGES" / "django.po").touch()

    found = doctor.translations(tmp_path)

    assert (found.fine, "es" in found.sentence) == (False, True)


def test_it_tells_what_is_wrong_with_the_settings():
    def load() -> None:
        raise EnvironmentFaultError("The setting SECRET_KEY is missing.")

    found = doctor.settings_fault(load)

    assert found is not None
    assert found.sentence == "The setting SECRET_KEY is missing."


def test_it_tells_that_redis_is_away(settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"

    found = doctor_servers.redis_server()

    assert (found.fine, "Redis does not answer" in found.sentence) == (False, True)


@pytest.mark.django_db
def test_it_tells_that_the_database_answers_with_all_tables():
    assert [found.fine for found in doctor_servers.database()] == [True, True, True]


@pytest.mark.django_db
def test_it_names_the_accounts_whose_password_no_key_opens(settings):
    Account.objects.create(name="Invoices", alias="invoices", host="mail.example.com", port=587, secret=Sealed("pear"))
    settings.SEALING_KEYS = ["MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE="]

    *_others, found = doctor_servers.database()

    assert (found.fine, "Invoices" in found.sentence, "pear" in found.sentence) == (False, True, False)


@pytest.mark.django_db
def test_it_misses_worker_and_beat():
    said = [found.sentence for found in doctor_servers.processes()]

    assert [sentence.split()[1] for sentence in said] == ["worker", "beat"]
