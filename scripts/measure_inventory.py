"""Read every lockfile of SHARED/lockfiles and print per kind: files, components, gaps, seconds.

Ends with 1 where a listed file gives neither components nor a gap with a name.
"""

from __future__ import annotations

import json
import sys
import time
from collections import defaultdict
from pathlib import Path

from troth.evidence.inventory import inventory
from troth.evidence.repository import Repository


def main(shared: Path) -> int:
    """Read, print, and say how many files are silent."""
    folder = shared / "lockfiles"
    rows: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0, 0.0])
    told: set[str] = set()
    start = before = time.perf_counter()
    for one in inventory(Repository(folder), keep=False):
        now = time.perf_counter()
        row = rows[one.kind or "not read"]
        row[0] += 1
        row[1] += len(one.components)
        row[2] += len(one.gaps)
        row[3] += len(one.notes)
        row[4] += now - before
        before = now
        if one.components or one.gaps or one.notes:
            told.add(one.path)
    seconds = time.perf_counter() - start
    print(f"{'kind':<18}{'files':>6}{'components':>12}{'gaps':>6}{'notes':>7}{'ms':>8}")
    for kind, (files, components, gaps, notes, taken) in sorted(rows.items()):
        print(f"{kind:<18}{files:>6.0f}{components:>12.0f}{gaps:>6.0f}{notes:>7.0f}{taken * 1000:>8.0f}")
    total = sum(row[1] for row in rows.values())
    print(f"{'all':<18}{len(told):>6}{total:>12.0f}{'':>13}{seconds * 1000:>8.0f}")
    listed = {json.loads(line)["file"] for line in (folder / "index.jsonl").read_text().splitlines() if line.strip()}
    silent = sorted(listed - told)
    print(f"inventory {len(listed) - len(silent)}/{len(listed)}: files that give components or a gap with a name")
    for path in silent:
        print(f"  silent: {path}")
    return 1 if silent else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")))
