"""What was parsed once is read back, never when a file is another by now, and a broken copy does no harm."""

from datetime import date

import pytest

from diagnostics.tables import TableError, tables


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "one.toml").write_text('day = 2026-01-02\nwords = { en = "Yes" }\n', "utf-8")
    return tmp_path


def kept(folder):
    return folder / "__pycache__" / "some.json"


def read(folder):
    return tables(folder, "*.toml", kept_as="some")


def test_the_copy_says_what_the_files_say(folder):
    first = read(folder)
    assert kept(folder).is_file()

    assert read(folder) == first == {"one.toml": {"day": date(2026, 1, 2), "words": {"en": "Yes"}}}


def test_the_copy_is_what_is_read_the_second_time(folder):
    read(folder)
    made_from, content = kept(folder).read_text("utf-8").split("\n", 1)
    kept(folder).write_text(f"{made_from}\n{content.replace('Yes', 'No')}", "utf-8")

    assert read(folder)["one.toml"]["words"] == {"en": "No"}


@pytest.mark.parametrize("change", ["edit", "add", "rename", "remove"])
def test_a_copy_of_other_files_is_never_used(folder, change):
    (folder / "two.toml").write_text("a = 1", "utf-8")
    before = read(folder)
    if change == "edit":
        (folder / "two.toml").write_text("a = 2", "utf-8")
    elif change == "add":
        (folder / "three.toml").write_text("a = 3", "utf-8")
    elif change == "rename":
        (folder / "two.toml").rename(folder / "three.toml")
    else:
        (folder / "two.toml").unlink()

    assert read(folder) != before


@pytest.mark.parametrize("broken", ["", "{", "half a li"])
def test_a_broken_copy_is_made_anew(folder, broken):
    whole = read(folder)
    kept(folder).write_text(kept(folder).read_text("utf-8").split("\n")[0] + "\n" + broken, "utf-8")

    assert read(folder) == whole
    assert len(kept(folder).read_text("utf-8")) > 80


def test_it_works_where_nothing_can_be_written(folder):
    (folder / "__pycache__").write_text("a file stands in the way")

    assert read(folder)["one.toml"]["day"] == date(2026, 1, 2)


def test_times_are_not_kept_as_dates(folder):
    (folder / "one.toml").write_text("at = 2026-01-02T03:04:05Z", "utf-8")

    assert read(folder) == read(folder)
    assert not kept(folder).exists()


def test_a_file_at_fault_is_named(folder):
    (folder / "two.toml").write_text("a = ", "utf-8")

    with pytest.raises(TableError, match=r"two\.toml"):
        read(folder)
