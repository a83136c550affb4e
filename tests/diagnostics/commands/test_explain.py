"""The command explains whatever is pasted, with no server, no settings and no Django."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from diagnostics.commands.explain import failures_in, run
from tests.diagnostics.real_case import record

ROOT = Path(__file__).parents[3]


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "failure.json"
    path.write_text(record(), "utf-8")
    return path


def test_it_explains_a_record_in_the_language_asked_for(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--lang", "es", str(file)]) == 0

    assert "Inicio de sesión rechazado por una política de identidad" in capsys.readouterr().out


def test_it_prints_the_form_asked_for(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["--format", "json", str(file)])

    assert json.loads(capsys.readouterr().out)["code"] == "criteria-not-met"


def test_a_list_of_records_and_ndjson_are_explained_one_by_one() -> None:
    one, two = record(), record(port=465)

    assert len(failures_in(f"[{one},{two}]")) == 2
    assert len(failures_in(f"{one}\n{two}\n")) == 2
    assert failures_in("550 no") == ["550 no"]
    assert len(failures_in("[1, 2]")) == 1


def test_a_file_that_is_not_there_is_said_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["/no/such/file"]) == 2

    assert "cannot read /no/such/file" in capsys.readouterr().err


def test_an_empty_text_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "empty"
    path.write_text(" \n")

    assert run([str(path)]) == 2
    assert "nothing to explain" in capsys.readouterr().err


def test_bytes_that_are_no_text_are_explained_all_the_same(tmp_path: Path) -> None:
    path = tmp_path / "bytes"
    path.write_bytes(b"\xff\xfe550 5.1.1 no such user\x00")

    assert run([str(path)]) == 0


def test_it_needs_neither_django_nor_settings() -> None:
    program = (
        "import sys; sys.modules['django'] = None; sys.modules['celery'] = None;"
        "from diagnostics.command import main; sys.exit(main(['explain', '--lang', 'es', '-']))"
    )

    done = subprocess.run(
        [sys.executable, "-c", program],
        input=record().encode(),
        capture_output=True,
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]},
        check=False,
    )

    assert done.returncode == 0, done.stderr.decode()
    assert "535 5.7.139" in done.stdout.decode()
