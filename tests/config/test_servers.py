"""The embedded servers live in the data folder unless their user or their sockets could not."""

import os
from pathlib import Path

import pytest

from config import servers


def test_sockets_lie_in_the_data_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    data = Path("/srv/some/checkout/.data")

    assert servers.sockets(data).postgres == data / "run" / "postgres"


def test_a_long_path_gets_a_short_socket_folder(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    data = Path("/srv") / ("x" * 90) / ".data"

    chosen = servers.sockets(data)

    assert len(os.fsencode(chosen.postgres / ".s.PGSQL.5432.lock")) <= 107
    assert chosen != servers.sockets(data.with_name("other"))


def test_root_keeps_data_outside_a_closed_folder(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    closed = tmp_path / "closed"
    closed.mkdir(mode=0o700)

    assert servers.home(closed / ".data").parent == Path("/var/lib")


def test_data_that_is_there_is_never_left_behind(tmp_path, monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    data = tmp_path / ".data"
    (data / "postgres").mkdir(parents=True)

    assert servers.home(data) == data


@pytest.mark.parametrize(("mode", "open_"), [(0o711, True), (0o755, True), (0o700, False), (0o750, False)])
def test_a_folder_is_open_when_all_may_pass(tmp_path, mode, open_, monkeypatch):
    folder = tmp_path / "folder"
    folder.mkdir()
    folder.chmod(mode)
    for parent in (tmp_path, tmp_path.parent, tmp_path.parent.parent):
        parent.chmod(0o755)

    assert servers.open_to_others(folder / "not-made-yet") is open_
