"""How much memory and time an index of a million advisories takes: generated data, one process, printed figures.

python bench/advisory_index.py             1,000,000 records as one archive
python bench/advisory_index.py 50000 loose records as single files
"""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD = """
import resource, sys, time
from datetime import UTC, datetime
from pathlib import Path
from troth.advisories.update import Wanted, update
start = time.perf_counter()
report = update(Path(sys.argv[2]), Wanted(sources=(sys.argv[1],)), datetime(2026, 3, 1, tzinfo=UTC), lambda _: None)
seconds = time.perf_counter() - start
print(report.data.records, seconds, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""
LOOK = """
import resource, sys, time
from pathlib import Path
from troth.advisories.index import Index
from troth.terms.package import Package
start = time.perf_counter()
with Index(Path(sys.argv[1])) as index:
    names = [f"package-{number * 997 % int(sys.argv[2])}" for number in range(1000)]
    found = sum(len(index.records(Package("npm", name))) for name in names)
print(found, time.perf_counter() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
"""


def records(count: int) -> Iterator[tuple[str, bytes]]:
    """Records as databases have them: most without aliases, one in four one of two or three names, few scored."""
    draw = random.Random(7)  # noqa: S311 - the same data every time
    words = ["tide", "harbour", "mooring", "lamp", "pier", "fog", "anchor", "knot", "rope", "gull"]
    for number in range(count):
        id_ = f"MAL-2026-{number}" if number % 4 else f"GHSA-{number:012d}"
        record = {
            "schema_version": "1.7.0",
            "id": id_,
            "modified": f"2026-{1 + number % 12:02}-{1 + number % 28:02}T{number % 24:02}:00:00Z",
            "published": "2026-01-01T00:00:00Z",
            "summary": " ".join(draw.choices(words, k=8)),
            "details": " ".join(draw.choices(words, k=80)),
            "affected": [
                {
                    "package": {"ecosystem": "npm", "name": f"package-{draw.randrange(count)}"},
                    "ranges": [{"type": "SEMVER", "events": [{"introduced": "0"}, {"fixed": f"1.{number % 90}.0"}]}],
                }
            ],
            "references": [{"type": "WEB", "url": f"https://harbour.example/{number}"}],
        }
        if number % 4 == 0:
            record["aliases"] = [f"CVE-2026-{number - number % 8}", f"SNYK-{number}"]
            record["severity"] = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]
        yield id_, json.dumps(record).encode()


def lay(folder: Path, count: int, *, loose: bool) -> None:
    """``count`` records in the layout of the bulk export."""
    (folder / "npm").mkdir(parents=True)
    (folder / "ecosystems.txt").write_text("npm\n")
    if loose:
        for id_, content in records(count):
            (folder / "npm" / f"{id_}.json").write_bytes(content)
        return
    with zipfile.ZipFile(folder / "npm" / "all.zip", "w", zipfile.ZIP_DEFLATED, compresslevel=1) as packed:
        for id_, content in records(count):
            packed.writestr(f"{id_}.json", content)


def run(code: str, *words: str) -> tuple[int, float, float]:
    """Number, seconds and MB of peak memory that a program of its own prints."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code, *words], capture_output=True, text=True, check=True, env=environment
    )
    number, seconds, memory = done.stdout.split()
    return int(number), float(seconds), int(memory) / 1024


def main() -> None:
    """Print the figures."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    loose = "loose" in sys.argv[2:]
    with tempfile.TemporaryDirectory() as folder:
        source, index = Path(folder) / "osv", Path(folder) / "advisories.sqlite"
        start = time.perf_counter()
        # in a process of its own: what a parent once used counts as used by its children too
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            pool.apply(lay, (source, count), {"loose": loose})
        print(
            f"{count} records {'as files' if loose else 'in one archive'}, made in {time.perf_counter() - start:.0f} s"
        )
        for words in ("first", "again, replacing all"):
            number, seconds, memory = run(BUILD, str(source), str(index))
            print(f"build {words}: {number} records, {seconds:.1f} s, {memory:.0f} MB at most")
        print(f"file: {index.stat().st_size / 1024**2:.0f} MB")
        number, seconds, memory = run(LOOK, str(index), str(count))
        print(f"1,000 look-ups: {number} records, {seconds * 1000:.0f} ms, {memory:.0f} MB at most")


if __name__ == "__main__":
    main()
