"""What a machine can check about the house itself."""

import ast
import re
import subprocess
from pathlib import Path

import pytest
from django.core.management import call_command

from config.env import ROOT
from config.setup.vendor import FILES

OURS = ("config", "delivery", "diagnostics", "templates", "static", "tests", "requirements")
#: Names under which Django itself looks a template up.
FOUND_BY_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html", "registration/login.html"}


def files(*endings: str, under: tuple[str, ...] = ("config", "delivery", "diagnostics")) -> list[Path]:
    return sorted(path for folder in under for path in (ROOT / folder).rglob("*") if path.suffix in endings)


def settings_read() -> set[str]:
    """Every name that config asks the environment for."""
    calls = (
        node
        for path in files(".py", under=("config",))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.args
        if isinstance(node.func.value, ast.Name) and node.func.value.id == "env"
    )
    return {str(call.args[0].value) for call in calls if isinstance(call.args[0], ast.Constant)}


def templates() -> list[str]:
    return [str(path.relative_to(ROOT / "templates")) for path in files(".html", ".txt", under=("templates",))]


def test_imports_go_downward_only():
    done = subprocess.run(
        [str(ROOT / ".venv" / "bin" / "lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stdout


def test_settings_are_read_in_one_place_only():
    readers = [path for path in files(".py") if re.search(r"\bos\.(environ|getenv)\b", path.read_text("utf-8"))]

    assert [path for path in readers if path.parent.parts[len(ROOT.parts)] != "config"] == []


def test_every_setting_is_in_the_example():
    named = set(re.findall(r"(?m)^([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8")))

    assert named == settings_read()


def test_every_setting_is_in_the_readme():
    named = set(re.findall(r"(?m)^\| `([A-Z_]+)` ", (ROOT / "README.md").read_text("utf-8")))

    assert named == settings_read()


def test_every_dependency_has_its_reason_in_the_readme():
    readme = (ROOT / "README.md").read_text("utf-8").lower()
    wanted = {
        re.split(r"[\[<>=~ ]", line)[0].lower()
        for path in (ROOT / "requirements").glob("*.in")
        for line in path.read_text("utf-8").splitlines()
        if line and not line.startswith(("#", "-"))
    }

    assert {name for name in wanted if f"`{name}`" not in readme} == set()


def test_nothing_remote_is_ever_called_safe():
    marks = re.compile(r"\|\s*safe\b|\bmark_safe\b|\bautoescape off\b|\bSafeString\(|\bhtml_safe\b")

    assert [path for path in files(".py", ".html", under=OURS[:4]) if marks.search(path.read_text("utf-8"))] == []


def test_pages_hold_no_script_or_style_of_their_own():
    inline = re.compile(r"<script(?![^>]*\bsrc=)|<style\b|\sstyle=|\son[a-z]+=|\bhx-on\b|javascript:", re.IGNORECASE)

    assert [path for path in files(".html", under=("templates",)) if inline.search(path.read_text("utf-8"))] == []


@pytest.mark.parametrize("template", templates())
def test_every_template_is_used(template):
    if template in FOUND_BY_DJANGO:
        return
    users = [path.read_text("utf-8") for path in files(".py", ".html", ".txt", under=OURS[:4])]

    assert any(f'"{template}"' in text or f"'{template}'" in text for text in users)


@pytest.mark.parametrize("name", list(FILES.values()))
def test_every_vendor_file_is_used(name):
    users = [path.read_text("utf-8") for path in files(".html", ".py", under=("templates", "delivery", "diagnostics"))]

    assert any(f"vendor/{name}" in text for text in users)


def test_locked_packages_name_no_place_to_get_them_from():
    locks = [
        *(ROOT / "requirements").glob("*.txt"),
        *ROOT.glob("package-lock.json"),
        *ROOT.glob("tests/**/package-lock.json"),
    ]
    places = re.compile(r"--(extra-)?index-url|--find-links|\"resolved\"")

    assert len(locks) >= 6
    assert [path.name for path in locks if "node_modules" not in path.parts and places.search(path.read_text())] == []


@pytest.mark.django_db
def test_the_models_have_all_their_migrations():
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
