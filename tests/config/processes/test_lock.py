"""Two launchers never share a data folder."""

import os

import pytest

from config.processes.lock import only_one


def test_the_second_is_told_who_the_first_is(tmp_path):
    with (
        only_one(tmp_path / "lock"),
        pytest.raises(SystemExit, match=rf"already runs with this data folder \(process {os.getpid()}\)"),
        only_one(tmp_path / "lock"),
    ):
        pass


def test_the_next_may_come_when_the_first_is_gone(tmp_path):
    with only_one(tmp_path / "lock"):
        pass

    with only_one(tmp_path / "lock"):
        assert (tmp_path / "lock").read_text() == str(os.getpid())
