"""Print what matters as ratios measured in one run: start-up against a bare interpreter, and growth with the tree."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tree_of import write

TROTH = Path(sys.executable).with_name("troth")
SIZES = (1_200, 12_000)


def seconds(command: list[str], cwd: Path, rounds: int) -> float:
    """Median wall seconds of ``command`` over ``rounds`` runs, after one to warm up."""
    times = []
    for _ in range(rounds + 1):
        start = time.perf_counter()
        done = subprocess.run(command, cwd=cwd, capture_output=True, check=False)
        times.append(time.perf_counter() - start)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(command)} failed: {done.stderr.decode()[-500:]}")
    return statistics.median(times[1:])


def main() -> None:
    """Measure and print."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode
    here = Path.cwd()
    bare = seconds([sys.executable, "-c", "pass"], here, 15)
    version = seconds([str(TROTH), "--version"], here, 15)
    print(f"troth --version / bare interpreter: {version / bare:.1f}  (aim: at most 5)")
    measured = []
    for size in SIZES:
        with tempfile.TemporaryDirectory() as folder:
            write(Path(folder), size)
            measured.append(seconds([str(TROTH), "check", "--no-tools", "--no-cache", "-q"], Path(folder), 3))
        print(f"troth check --no-tools, {size:,} files: {measured[-1]:.2f} s")
    growth = measured[1] / measured[0]
    print(f"ten times the files: {growth:.1f} times as long  (linear: at most 10)")
    print(f"check of {SIZES[0]:,} files / bare interpreter: {measured[0] / bare:.0f}")


if __name__ == "__main__":
    main()
