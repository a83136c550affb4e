"""Programs are started, started again when they die, and stopped: exactly those, the last first."""

import os
import signal
import sys
from pathlib import Path

import pytest

from config.processes.identity import read_back
from config.processes.program import Program
from config.processes.supervisor import GaveUpError, Supervisor

FOREVER = "import signal; signal.pause()"


def program(name, script=FOREVER, **more):
    return Program(name=name, command=(sys.executable, "-c", script), folder=Path("/"), **more)


@pytest.fixture
def said():
    return []


@pytest.fixture
def supervisor(tmp_path, said):
    made = Supervisor(logs=tmp_path / "log", state=tmp_path / "running.json", tell=said.append)
    yield made
    made.stop()


@pytest.fixture
def running(tmp_path):
    return lambda: {each.name: each.pid for each in read_back(tmp_path / "running.json") if each.lives()}


def kill(pid):
    os.kill(pid, signal.SIGKILL)
    os.waitid(os.P_PID, pid, os.WEXITED | os.WNOWAIT)


def test_all_of_them_run_and_all_of_them_stop(supervisor, running):
    supervisor.start(program("one"), program("two"))
    assert sorted(running()) == ["one", "two"]

    supervisor.stop()

    assert running() == {}


def test_one_that_ignores_the_polite_word_is_killed(supervisor, running, tmp_path):
    stubborn = (
        f"import signal; signal.signal(signal.SIGTERM, signal.SIG_IGN); open({str(tmp_path / 'up')!r}, 'w'); {FOREVER}"
    )
    supervisor.start(program("stubborn", stubborn, ready=(tmp_path / "up").exists))

    supervisor.stop(patience=0.01)

    assert running() == {}


def test_it_waits_until_a_program_serves(supervisor, tmp_path):
    supervisor.start(program("slow", f"open({str(tmp_path / 'up')!r}, 'w'); {FOREVER}", ready=(tmp_path / "up").exists))

    assert (tmp_path / "up").exists()


def test_one_that_cannot_start_is_named_with_its_last_words(supervisor):
    with pytest.raises(GaveUpError, match=r"^broken does not start:\nno such port$"):
        supervisor.start(program("broken", "import sys; sys.exit('no such port')", ready=lambda: False))


def test_one_that_may_try_again_does(supervisor, tmp_path):
    once = (
        f"import os, sys; from pathlib import Path; seen = Path({str(tmp_path / 'seen')!r})\n"
        "if not seen.exists(): seen.touch(); sys.exit('lock file postmaster.pid')\n"
    )

    supervisor.start(
        program("again", once + FOREVER, ready=(tmp_path / "seen").exists, start_again_on="postmaster.pid")
    )


def test_one_that_died_starts_again_after_a_pause(supervisor, running, said):
    supervisor.start(program("one"))
    first = running()["one"]
    kill(first)

    supervisor.watch(now=100.0)
    assert running() == {}
    supervisor.watch(now=101.0)

    assert running()["one"] != first
    assert "one ended (status -9); starting it again in 1 s" in said[0]


def test_the_others_are_left_alone(supervisor, running):
    supervisor.start(program("one"), program("two"))
    two = running()["two"]
    kill(running()["one"])

    supervisor.watch(now=100.0)
    supervisor.watch(now=101.0)

    assert running()["two"] == two


def test_it_gives_up_on_one_that_dies_again_and_again(supervisor, running):
    supervisor.start(program("one"))
    for death in range(4):
        kill(running()["one"])
        supervisor.watch(now=10.0 * death)
        supervisor.watch(now=10.0 * death + 9)
    kill(running()["one"])

    with pytest.raises(GaveUpError, match="one died 5 times within a minute"):
        supervisor.watch(now=40.0)


def test_old_deaths_are_forgotten(supervisor, running):
    supervisor.start(program("one"))

    for death in range(7):
        kill(running()["one"])
        supervisor.watch(now=100.0 * death)
        supervisor.watch(now=100.0 * death + 50)

    assert "one" in running()
