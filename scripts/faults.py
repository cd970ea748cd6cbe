"""Trials by kill -9 of a whole desk: scripts/faults.py [--trials N] [--seed N]; exit code 1 where a promise was broken.

``make faults`` makes three hundred on SQLite and as many on PostgreSQL (``scripts/on_postgres.sh``). What is done and
what is looked at stands in tests/desk/faults/trials.py.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "tests"))

from desk.faults import desks, trials

URL = "TROTH_DESK_TEST_DATABASE"
"""Names the server of PostgreSQL; without it the desk stands on SQLite."""


def main() -> int:
    """Exit code."""
    parser = argparse.ArgumentParser(
        description="Kill processes of a desk at random, and look whether it keeps its word."
    )
    parser.add_argument("--trials", type=int, default=300, metavar="N", help="kills (default: 300)")
    parser.add_argument("--seed", type=int, default=8, metavar="N", help="of victims and delays (default: 8)")
    arguments = parser.parse_args()
    url = os.environ.get(URL, "")
    print(f"{'PostgreSQL' if url else 'SQLite'}, seed {arguments.seed}", flush=True)
    with tempfile.TemporaryDirectory(prefix="troth-faults-") as folder, desks.database_of_its_own(url) as database:
        found = trials.run(
            Path(folder),
            arguments.trials,
            arguments.seed,
            database=database,
            tell=lambda words: print(words, flush=True),
        )
    print(found.words())
    return 1 if found.problems else 0


if __name__ == "__main__":
    sys.exit(main())
