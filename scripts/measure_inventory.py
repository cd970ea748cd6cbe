"""Read every lockfile of SHARED/lockfiles and print per kind: files, components, gaps, seconds.

Ends with 1 where a listed file gives neither components nor a gap with a name. Where osv-scanner is installed, what it
finds in the same files is compared, and every difference gets its cause or is printed.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

from troth.evidence.inventory import inventory
from troth.evidence.repository import Repository
from troth.terms.seen.components import Inventoried


def main(shared: Path) -> int:
    """Read, print, and say how many files are silent."""
    folder = shared / "lockfiles"
    rows: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0, 0, 0.0])
    told: set[str] = set()
    found: list[Inventoried] = []
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
        found.append(one)
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
    compare(folder, found)
    return 1 if silent else 0


def compare(folder: Path, found: list[Inventoried]) -> None:
    """Print how many components osv-scanner names too, and the causes of the differences."""
    scanner = shutil.which("osv-scanner")
    if scanner is None:
        print("osv-scanner is not installed; nothing to compare with")
        return
    words = ("scan", "source", "--format", "json", "--all-packages", "--offline-vulnerabilities", "--no-ignore", "-r")
    done = subprocess.run([scanner, *words, str(folder)], capture_output=True, text=True, check=False)
    theirs: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for result in json.loads(done.stdout)["results"]:
        path = str(Path(result["source"]["path"]).relative_to(folder.resolve()))
        for package in result["packages"]:
            theirs[path].add(_key(**package["package"]))
    causes: Counter[str] = Counter()
    alike = 0
    for one in found:
        ours = {_key(c.package.name, c.version, c.package.ecosystem): c.origin for c in one.components}
        alike += len(ours.keys() & theirs[one.path])
        for key in ours.keys() - theirs[one.path]:
            causes[_why_ours(one, key, ours[key], read=bool(theirs[one.path]))] += 1
        for key in theirs[one.path] - ours.keys():
            causes[_why_theirs(one, key)] += 1
    print(f"osv-scanner names {alike:,} of the same; differences by cause:")
    for cause, count in causes.most_common():
        print(f"  {count:>5}  {cause}")


def _key(name: str, version: str, ecosystem: str, **_: str) -> tuple[str, str]:
    name = re.sub(r"[-_.]+", "-", name).lower() if ecosystem == "PyPI" else name
    return name, version.removeprefix("v") if ecosystem == "Go" else version


def _why_ours(one: Inventoried, key: tuple[str, str], origin: str, *, read: bool) -> str:
    if origin in ("toolchain", "workspace"):
        return f"only ours: origin {origin}"
    if not read:
        return f"only ours: it reads nothing of {one.kind}"
    return f"only ours, {origin}: {one.path} {' '.join(key)}"


def _why_theirs(one: Inventoried, key: tuple[str, str]) -> str:
    name, version = key
    wanted = {gap.wanted.removeprefix("the version of ") for gap in one.gaps}
    if name in wanted:
        return "only theirs: we say that no version is pinned or stands in the file"
    if name.startswith("."):
        return "only theirs: a folder that replaces a Go module, taken for its name"
    if one.kind == "requirements_txt":
        return "only theirs: from a file that this one includes, which we read by itself"
    if one.kind == "package_lock" and not version:
        return "only theirs: a link, which we tell where it leads"
    return f"only theirs: {one.path} {name} {version}"


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1] if len(sys.argv) > 1 else "../shared")))
