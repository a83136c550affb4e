"""`manage.py diagnose`, as another program would call it."""

import json
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[3]
SENTENCE = "The SMTP server requires a secure connection or the client was not authenticated. The server response was: "


def run(*arguments: str, given: str = "") -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "manage.py", "diagnose", *arguments]
    return subprocess.run(command, input=given, capture_output=True, text=True, cwd=ROOT, check=False)


def test_each_line_gets_its_answer():
    lines = [
        {"id": 1, "text": "535 5.7.8 Username and Password not accepted"},
        {"id": 2, "text": "550 5.1.1 User unknown"},
    ]

    done = run(given="\n\n".join(map(json.dumps, lines)))

    first, second = map(json.loads, done.stdout.splitlines())
    assert (first["id"], first["cause"], first["code"], first["enhanced"]) == (1, "bad-credentials", 535, "5.7.8")
    assert (second["id"], second["category"], second["permanence"], second["cause"]) == (
        2,
        "recipient-unknown",
        "permanent",
        None,
    )
    assert done.returncode == 0


def test_a_line_that_is_no_object_is_named_and_the_others_go_on():
    done = run(given='nonsense\n[1]\n{"id": 3}\n{"id": 4, "text": "550 User unknown"}\n')

    assert [json.loads(line)["line"] for line in done.stderr.splitlines()] == [1, 2, 3]
    assert [json.loads(line)["id"] for line in done.stdout.splitlines()] == [4]
    assert done.returncode == 1


def test_codes_are_those_that_the_text_shows():
    row = json.loads(run(given=json.dumps({"id": 1, "text": SENTENCE + "5.7.57 Client not authenticated"})).stdout)

    assert (row["code"], row["enhanced"]) == (None, "5.7.57")


def test_whole_messages_are_read_from_a_folder(tmp_path):
    notice = "From: MAILER-DAEMON@example.net\nSubject: failure notice\n\n<ana@example.org>:\nRemote host said: 550 User unknown\n"
    (tmp_path / "one.eml").write_text(notice)

    row = json.loads(run("--bounces", str(tmp_path)).stdout)

    assert (row["file"], row["kind"]) == ("one.eml", "bounce")
    assert [(r["address"], r["category"], r["code"]) for r in row["recipients"]] == [
        ("ana@example.org", "recipient-unknown", 550)
    ]


def test_whoever_returned_a_message_had_given_up(tmp_path):
    notice = "From: MAILER-DAEMON@example.net\nSubject: failure notice\n\n<ana@example.org>:\nzzqq\n"
    (tmp_path / "one.eml").write_text(notice)

    row = json.loads(run("--bounces", str(tmp_path)).stdout)

    assert [(r["category"], r["permanence"]) for r in row["recipients"]] == [("unknown", "permanent")]


def test_a_missing_folder_is_a_sentence():
    done = run("--bounces", "/no/such/folder")

    assert (done.returncode, json.loads(done.stderr)["error"]) == (1, "no such folder")
