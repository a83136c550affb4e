"""`python -m chaos --messages 20000 --kills 32 [--seed N]`: one trial; its exit status says whether all promises held."""

import argparse
import random
import sys

from chaos.house import House


def main() -> int:
    """Run one trial."""
    parser = argparse.ArgumentParser(prog="python -m chaos", description=__doc__)
    parser.add_argument("--messages", type=int, default=20_000)
    parser.add_argument("--kills", type=int, default=32)
    parser.add_argument("--workers", type=int, default=3)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(1_000_000))
    parser.add_argument("--brief", action="store_true", help="a small trial: leave out what takes long")
    parser.add_argument("--keep-logs", action="store_true", help="leave the processes' logs where they are")
    options = parser.parse_args()
    print(f"chaos: {options.messages} messages, {options.kills} kills, seed {options.seed}", flush=True)
    house = House(lease_seconds=5)
    try:
        house.open()
        from chaos.trial import Wanted, run  # noqa: PLC0415 (they need Django, which is ready only now)

        told = {name: value for name, value in vars(options).items() if name != "keep_logs"}
        return run(house, Wanted(**told))
    finally:
        house.close(keep_logs=options.keep_logs)


if __name__ == "__main__":
    sys.exit(main())
