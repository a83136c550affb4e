"""Third-party files are copied bare, and icons make one picture file."""

from xml.etree import ElementTree as ET

import pytest

from config.setup.vendor import FILES, VendorFault, copy_files, names_in, sprite

DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none"><path d="M0 0h24v24H0z"/><path d="M3 7"/></svg>'


@pytest.fixture
def icons(tmp_path):
    for name in ("outline/mail", "outline/lock", "filled/lock", "outline/mail-filled"):
        path = tmp_path / f"{name}.svg"
        path.parent.mkdir(exist_ok=True)
        path.write_text(DRAWING.replace("M3 7", f"M{len(name)} 0"))
    return tmp_path


def test_each_name_becomes_a_symbol_without_the_canvas(icons):
    root = ET.fromstring(sprite(["lock", "lock-filled", "mail"], icons))

    assert [(symbol.get("id"), symbol.get("viewBox"), len(symbol)) for symbol in root] == [
        ("lock", "0 0 24 24", 1),
        ("lock-filled", "0 0 24 24", 1),
        ("mail", "0 0 24 24", 1),
    ]


def test_filled_is_another_drawing(icons):
    outline, filled = ET.fromstring(sprite(["lock", "lock-filled"], icons))

    assert outline[0].get("d") != filled[0].get("d")


def test_an_unknown_name_is_told_with_those_like_it(icons):
    with pytest.raises(VendorFault, match=r"no icon 'mial' \(names like it: mail"):
        sprite(["mial"], icons)


def test_remarks_and_empty_lines_are_no_names(tmp_path):
    (tmp_path / "icons.txt").write_text("# for the list\nmail\n\nlock  # closed\nmail\n")

    assert names_in(tmp_path / "icons.txt") == ["lock", "mail"]


def test_files_lose_the_pointer_to_their_source_map(tmp_path):
    (tmp_path / "target").mkdir()
    for source in FILES:
        (tmp_path / source).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / source).write_text("a{b:c}\n/*# sourceMappingURL=x.css.map */")

    copy_files(tmp_path, tmp_path / "target")

    assert {path.read_text() for path in (tmp_path / "target").iterdir()} == {"a{b:c}\n"}


def test_a_package_that_changed_is_told(tmp_path):
    with pytest.raises(VendorFault, match=r"node_modules/@tabler.* is missing"):
        copy_files(tmp_path, tmp_path)
