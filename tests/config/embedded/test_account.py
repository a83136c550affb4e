"""Folders of the servers are theirs alone; nobody else's are ever taken."""

import os

import pytest

from config.embedded.account import make_passage, make_private


def test_a_private_folder_is_closed(tmp_path):
    make_private(tmp_path / "one" / "two", None)

    assert (tmp_path / "one" / "two").stat().st_mode & 0o777 == 0o700


def test_folders_that_are_there_keep_their_rights(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine").chmod(0o750)

    make_passage(tmp_path / "mine" / "new")

    assert (tmp_path / "mine").stat().st_mode & 0o777 == 0o750


def test_a_link_somebody_laid_is_refused(tmp_path):
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "socket").symlink_to(tmp_path / "elsewhere")

    with pytest.raises(SystemExit, match="belongs to somebody else"):
        make_private(tmp_path / "socket", None)


@pytest.mark.parametrize("umask", [0o000, 0o077])
def test_the_umask_changes_nothing(tmp_path, umask):
    before = os.umask(umask)
    try:
        make_private(tmp_path / "passage" / "private", None)
    finally:
        os.umask(before)

    assert (tmp_path / "passage").stat().st_mode & 0o777 == (0o711 if os.geteuid() == 0 else 0o700)
