"""What no page may hold, and what every page must: checked on the templates themselves."""

import re
from pathlib import Path

import pytest

from config.setup.vendor import names_in

ROOT = Path(__file__).parents[1]
TEMPLATES = {
    path.relative_to(ROOT / "templates").as_posix(): path.read_text("utf-8")
    for path in (ROOT / "templates").rglob("*.html")
}
CODE = {
    path: path.read_text("utf-8")
    for folder in ("config", "delivery", "diagnostics")
    for path in (ROOT / folder).rglob("*.py")
}
#: Django asks for these by name.
BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html", "registration/login.html"}


@pytest.mark.parametrize(
    "banned",
    [
        r"\|\s*safe\b",
        r"autoescape\s+off",
        r"\sstyle=",
        r"\shx-on",
        r"\son[a-z]+=",
        r"<style",
        r"javascript:",
        r"hx-vals=.js:",
        r"//cdn",
    ],
)
def test_no_template_holds(banned):
    assert [name for name, text in TEMPLATES.items() if re.search(banned, text)] == []


def test_scripts_come_from_files():
    bare = re.compile(r"<script(?![^>]*\bsrc=)")

    assert [name for name, text in TEMPLATES.items() if bare.search(text)] == []


def test_code_never_calls_remote_text_safe():
    assert [str(path) for path, text in CODE.items() if re.search(r"\bmark_safe\b|SafeString\(", text)] == []


def test_every_hx_get_of_a_link_repeats_its_href():
    links = [(name, tag) for name, text in TEMPLATES.items() for tag in re.findall(r"<a\b[^>]*\bhx-get=[^>]*>", text)]

    assert links
    for name, tag in links:
        (href,), (get,) = re.findall(r'\shref="([^"]*)"', tag), re.findall(r'\shx-get="([^"]*)"', tag)
        assert href == get, name


def test_every_hx_post_stands_on_a_form_that_works_without_it():
    for name, text in TEMPLATES.items():
        for tag in re.findall(r"<\w+\b[^>]*\bhx-post=[^>]*>", text):
            assert tag.startswith("<form") and 'method="post"' in tag, name  # noqa: PT018


def test_every_form_that_posts_carries_its_token():
    forms = {
        name: re.findall(r'<form\b[^>]*method="post".*?</form>', text, re.DOTALL) for name, text in TEMPLATES.items()
    }

    assert [name for name, found in forms.items() for form in found if "csrf_token" not in form] == []


def test_every_template_is_used():
    everything = "\n".join([*TEMPLATES.values(), *CODE.values()])

    assert [name for name in TEMPLATES if name not in BY_DJANGO and f'"{name}"' not in everything] == []


def test_a_part_has_one_root_and_extends_nothing():
    parts = {name: text for name, text in TEMPLATES.items() if Path(name).name.startswith("_")}

    assert [name for name, text in parts.items() if "{% extends" in text] == []


def test_the_list_of_icons_holds_exactly_those_that_are_drawn():
    drawn = {icon for text in TEMPLATES.values() for icon in re.findall(r'{% icon "([\w-]+)"', text)}
    code = "\n".join(text for path, text in CODE.items() if path.parent.name in ("templatetags", "views"))
    drawn |= set(re.findall(r'icon="([\w-]+)"', code))
    (tables,) = re.findall(r"^_PARTY_ICONS.*?^_URL", code, re.DOTALL | re.MULTILINE)
    drawn |= set(re.findall(r': "([\w-]+)"', tables))

    assert set(names_in(ROOT / "static" / "icons.txt")) == drawn
