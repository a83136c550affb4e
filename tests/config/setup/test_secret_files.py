"""The secrets of docker-compose.yml: fresh, together, and never overwritten."""

import pytest
import yaml

from config.env import ROOT
from config.setup.secret_files import write


def test_it_writes_what_compose_mounts(tmp_path):
    write(tmp_path / "secrets")

    compose = yaml.safe_load((ROOT / "docker-compose.yml").read_text())
    assert {f"secrets/{file.name}" for file in (tmp_path / "secrets").iterdir()} == {
        secret["file"] for secret in compose["secrets"].values()
    }


def test_the_folder_keeps_others_out(tmp_path):
    write(tmp_path / "secrets")

    assert (tmp_path / "secrets").stat().st_mode & 0o777 == 0o700


def test_what_is_there_stays(tmp_path):
    write(tmp_path / "secrets")
    before = {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}

    assert write(tmp_path / "secrets") == []
    assert before == {file.name: file.read_text() for file in (tmp_path / "secrets").iterdir()}


def test_a_part_of_them_is_a_fault(tmp_path):
    write(tmp_path / "secrets")
    (tmp_path / "secrets" / "secret_key").unlink()

    with pytest.raises(SystemExit, match="only"):
        write(tmp_path / "secrets")
