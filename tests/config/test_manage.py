"""The command line explains without Django, servers or settings, and ends in sentences, never in tracebacks."""

import os
import subprocess
import sys

from config.env import ROOT


def manage(*words, environment=None, text=""):
    bare = {"PATH": os.environ["PATH"], "HOME": "/nonexistent", **(environment or {})}
    return subprocess.run(
        [sys.executable, str(ROOT / "manage.py"), *words],
        input=text,
        capture_output=True,
        text=True,
        env=bare,
        check=False,
        cwd="/",
    )


def test_a_failure_is_diagnosed_with_no_settings_at_all():
    done = manage(
        "diagnose", environment={"SECRET_KEY_FILE": "/nonexistent"}, text='{"id": 1, "text": "550 5.1.1 No"}\n'
    )

    assert (done.returncode, done.stderr) == (0, "")
    assert '"id": 1' in done.stdout


def test_a_missing_setting_ends_in_one_sentence():
    done = manage("check", environment={"SECRET_KEY_FILE": "/nonexistent/key"})

    assert done.returncode == 1
    assert done.stderr == (
        "The setting SECRET_KEY_FILE names a file that cannot be read (No such file or directory): /nonexistent/key\n"
    )


def test_up_says_which_key_is_missing_before_it_starts_anything(tmp_path):
    done = manage("up", environment={"SECRET_KEY_FILE": "/nonexistent/key", "DATA_FOLDER": str(tmp_path / "data")})

    assert done.returncode == 1
    assert "SECRET_KEY_FILE" in done.stderr
    assert not (tmp_path / "data").exists()
