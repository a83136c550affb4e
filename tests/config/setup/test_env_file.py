"""Keys are made once, for their owner's eyes."""

from cryptography.fernet import Fernet

from config.setup.env_file import text, write


def test_the_file_is_its_owners_alone(tmp_path):
    assert write(tmp_path / ".env") is True

    assert (tmp_path / ".env").stat().st_mode & 0o777 == 0o600


def test_a_file_that_is_there_is_never_touched(tmp_path):
    (tmp_path / ".env").write_text("SECRET_KEY=mine\n")

    assert write(tmp_path / ".env") is False
    assert (tmp_path / ".env").read_text() == "SECRET_KEY=mine\n"


def test_the_sealing_key_seals():
    key = text().partition("SEALING_KEYS=")[2].strip()

    assert Fernet(key).decrypt(Fernet(key).encrypt(b"secret")) == b"secret"


def test_no_two_files_have_the_same_keys():
    assert text() != text()
