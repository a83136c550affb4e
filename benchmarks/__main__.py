"""`make bench`, or `make bench ONLY=send`: ask the questions one after the other, each in a process of its own."""

import argparse
import subprocess
import sys
from pathlib import Path

QUESTIONS = ("send", "distance", "enqueue", "depth", "memory", "recognition")


def main() -> int:
    """Ask; a question that could not be answered makes the exit status 1."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("only", nargs="?", choices=QUESTIONS)
    only = parser.parse_args().only
    failed = 0
    for question in [only] if only else QUESTIONS:
        print(f"── {question}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", f"benchmarks.{question}"], cwd=Path(__file__).parents[1], check=False
        )
        failed += done.returncode != 0
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
