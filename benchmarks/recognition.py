"""Recognition: how many failure texts are explained in a second on one core, beside what no such program can save.

The peers are measured in the same run on the same texts: one pass of a bare `re2.Set` with the same patterns, which
only says that something matched, and Python's `email` parser reading the texts as messages.
"""

import resource
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from email import message_from_string
from pathlib import Path

from benchmarks.answer import ratio
from diagnostics.catalogue.registry import catalogue
from diagnostics.diagnose import diagnose, verdict
from diagnostics.folding import folded
from diagnostics.recognition import candidate_patterns

ROOT = Path(__file__).parents[1]
ROUNDS = 10
#: Texts of this length are what a stranger may send to keep the reader busy.
LONG = 1_000_000
_PIECES = (
    *(
        "550 ",
        "550-5.1.1 x\n",
        "5.7.1 ",
        "(550, b'",
        "said: 550 ",
        "\n",
        "@",
        "a@b.com ",
        "<",
        "[ ",
        "{",
        '"',
        "\\n",
        "é",
        " ",
    ),
    *(
        "334 AAAAAAAA\n",
        "error: ",
        "temporary ",
        "sender domain from address ",
        "\n   at a.b(",
        "The server response was: ",
    ),
    *("[AAAA.BBBB.prod.outlook.com", "\nhost: aaaa", "System.Net.Mail: ", "mail message server user recipient "),
)
_START = """
import sys, time
began = time.perf_counter()
from diagnostics.diagnose import verdict
verdict("550 5.1.1 <a@example.com>: user unknown")
print(time.perf_counter() - began)
"""


def _rate(read: Callable[[str], object], texts: Sequence[str]) -> float:
    """Texts a second: the best of some rounds, in time this process really had."""
    best = float("inf")
    for _ in range(ROUNDS):
        began = time.process_time()
        for text in texts:
            read(text)
        best = min(best, time.process_time() - began)
    return len(texts) / best


def _megabytes() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _slowest() -> tuple[float, str]:
    """The hostile text that takes longest: milliseconds, and what it is made of."""
    found = []
    for piece in _PIECES:
        text = (piece * (LONG // len(piece) + 1))[:LONG]
        began = time.process_time()
        diagnose(text)
        found.append(((time.process_time() - began) * 1000, piece))
    return max(found)


def _start_up() -> float:
    """Milliseconds from importing to the first answer, the middle of five processes."""
    times = []
    for _ in range(5):
        done = subprocess.run([sys.executable, "-c", _START], cwd=ROOT, capture_output=True, text=True, check=True)
        times.append(float(done.stdout) * 1000)
    return sorted(times)[2]


def main() -> None:
    """Every example and near miss of the catalogue, over and over."""
    entries = catalogue().entries.values()
    texts = [each.text for entry in entries for each in (*entry.examples, *entry.near_misses)]
    before = _megabytes()
    verdicts = _rate(verdict, texts)
    used = _megabytes() - before
    whole = _rate(diagnose, texts)
    patterns = candidate_patterns()
    plain = [folded(text) for text in texts]
    bare = _rate(patterns.found_in, plain)
    mail = _rate(message_from_string, texts)
    print(f"   {len(texts)} texts, {len(patterns.patterns)} patterns; {used:.0f} MB for catalogue and patterns")
    print(f"   with checks, causes and marks: {whole:.0f}/s")
    ratio("recognition", verdicts, bare, against=f"a bare re2.Set pass of the same patterns over {len(texts)} texts")
    ratio("recognition-email", verdicts, mail, against="email.message_from_string of the same texts")
    slowest, piece = _slowest()
    what = f"the aim; ours: 1 MB of {piece!r}, the slowest of {len(_PIECES)}; below 1 is better"
    ratio("recognition-worst", slowest, 50, unit=" ms", against=what)
    start = "the aim; ours: from import to the first answer; below 1 is better"
    ratio("recognition-start", _start_up(), 300, unit=" ms", against=start)


if __name__ == "__main__":
    main()
