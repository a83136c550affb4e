"""A process is known by more than its number, so nobody else's is ever ended."""

import subprocess
import sys
from dataclasses import replace

import pytest

from config.processes.identity import end, identify, read_back, write_down


@pytest.fixture
def process():
    with subprocess.Popen([sys.executable, "-c", "import signal; signal.pause()"]) as started:
        yield started
        started.kill()


@pytest.fixture
def identity(process):
    found = identify("one", process.pid)
    assert found is not None
    return found


def test_what_was_left_behind_is_found_and_ended(process, identity, tmp_path):
    write_down(tmp_path / "running.json", [identity])

    assert end(read_back(tmp_path / "running.json"), patience=10) == [identity]
    assert not identity.lives()


def test_a_number_that_was_given_again_is_left_alone(process, identity):
    another = replace(identity, born=identity.born + "0")

    assert end([another], patience=0) == []
    assert process.poll() is None


def test_a_dead_process_does_not_live(process, identity):
    process.kill()
    process.wait()

    assert not identity.lives()
    assert identify("one", process.pid) is None


@pytest.mark.parametrize("content", ["", "{}", '[{"pid": 1}]', "half a li"])
def test_a_broken_list_is_no_list(tmp_path, content):
    (tmp_path / "running.json").write_text(content)

    assert read_back(tmp_path / "running.json") == []


def test_no_list_is_no_list(tmp_path):
    assert read_back(tmp_path / "running.json") == []
