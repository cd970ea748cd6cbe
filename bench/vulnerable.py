"""Known weaknesses, whole processes against the peers in one run: seconds, ratios, peak memory.

python bench/vulnerable.py SHARED [--tools DIR] [--rounds N] [--many N]

SHARED holds ``advisories/osv`` (the layout of OSV's export) and ``lockfiles``. Peers are OSV-Scanner, offline, on the
same advisories, and cargo-audit on the same RustSec records; a peer that is not installed is named and left out.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from advisory_index import lay
from lockfiles_of import write

TROTH = Path(sys.executable).with_name("troth")
PACKAGES = 650
"""Packages of the one lockfile."""
RECORDS = 200_000
"""Advisories of the large ecosystem: npm's had about as many in 2026."""
LONGEST = 900.0
"""Seconds after which a peer is stopped; its figure is then a lower bound."""


class Figure:
    """Median seconds and the largest peak memory of a command over some runs."""

    def __init__(self, seconds: float, megabytes: float, *, stopped: bool = False) -> None:
        self.seconds = seconds
        self.megabytes = megabytes
        self.stopped = stopped

    def __str__(self) -> str:
        more = "> " if self.stopped else ""
        return f"{more}{self.seconds:.2f} s, {self.megabytes:.0f} MB"


def measure(command: list[str], environment: Mapping[str, str], rounds: int) -> Figure:
    """Run ``command`` once to warm up, unless it is long, and then ``rounds`` times; exit codes 0, 1 and 4 are good."""
    times, peaks = list[float](), list[float]()
    for number in range(rounds + 1):
        begin = time.perf_counter()
        with tempfile.TemporaryFile() as errors:
            variables = {**os.environ, **environment}
            process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=errors, env=variables)
            stopped = False
            while True:
                pid, status, usage = os.wait4(process.pid, os.WNOHANG)
                if pid:
                    break
                if time.perf_counter() - begin > LONGEST:
                    process.kill()
                    _, status, usage = os.wait4(process.pid, 0)
                    stopped = True
                    break
                time.sleep(0.002)
            process.returncode = os.waitstatus_to_exitcode(status)
            seconds = time.perf_counter() - begin
            if not stopped and process.returncode not in (0, 1, 4):
                errors.seek(0)
                raise SystemExit(f"{' '.join(command)} failed: {errors.read().decode()[-500:]}")
        if stopped or (number == 0 and seconds > 20):
            return Figure(seconds, usage.ru_maxrss / 1024, stopped=stopped)
        if number:
            times.append(seconds)
            peaks.append(usage.ru_maxrss / 1024)
    return Figure(statistics.median(times), max(peaks))


def crates(shared: Path) -> list[str]:
    """Names of crates that advisories are about."""
    found: set[str] = set()
    with zipfile.ZipFile(shared / "advisories/osv/crates.io/all.zip") as archive:
        for name in archive.namelist():
            for entry in json.loads(archive.read(name)).get("affected", []):
                found.add(entry["package"]["name"])
    return sorted(found)


def _apart(work: Callable[..., Any], *words: Any, **more: Any) -> Any:
    """Do ``work`` in a process of its own: the peak of this one would count as that of its children."""
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(work, words, more)


def laid(shared: Path, folder: Path) -> dict[str, str]:
    """The advisories as each reads them, and the variables that say so."""
    for zipped in (shared / "advisories/osv").glob("*/all.zip"):
        target = folder / "osv/osv-scanner" / zipped.parent.name
        target.mkdir(parents=True)
        shutil.copy(zipped, target)
    index = folder / "index.sqlite"
    subprocess.run(
        [TROTH, "advisories", "update", "--db", index, "--from", shared / "advisories/osv"],
        check=True,
        stdout=subprocess.DEVNULL,
    )
    subprocess.run(
        [TROTH, "advisories", "export", "--db", index, "--json"],
        check=True,
        stdout=subprocess.DEVNULL,
        env={**os.environ, "XDG_CACHE_HOME": str(folder / "cache")},
    )
    rustsec = next((folder / "cache").rglob("advisory-db-*"), None)
    return {
        "TROTH_ADVISORIES": str(index),
        "OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY": str(folder / "osv"),
        "RUSTSEC_DB": str(rustsec or ""),
    }


def compare(title: str, ours: list[str], theirs: Mapping[str, list[str]], told: tuple[Mapping[str, str], int]) -> None:
    """One row for Troth and one for each peer, with how many times longer it took."""
    environment, rounds = told
    own = measure(ours, environment, rounds)
    print(f"\n{title}\n  troth vulnerable   {own}", flush=True)
    for name, command in theirs.items():
        figure = measure(command, environment, rounds)
        more = "more than " if figure.stopped else ""
        print(f"  {name:<18} {figure}   {more}{figure.seconds / own.seconds:.1f} times as long", flush=True)


def main() -> int:
    """Measure and print."""
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # what is installed has its bytecode
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("shared", type=Path)
    parser.add_argument("--tools", type=Path, default=Path(".tools/bin"))
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--many", type=int, default=1000, help="lockfiles of 500 packages (default: 1000)")
    arguments = parser.parse_args()
    if not (arguments.shared / "advisories").is_dir():
        print(f"no advisories at {arguments.shared}: these figures are left out", file=sys.stderr)
        return 0
    path = f"{arguments.tools.resolve()}:{os.environ['PATH']}"
    found = {name: shutil.which(name, path=path) for name in ("osv-scanner", "cargo-audit")}
    for name in (name for name, place in found.items() if place is None):
        print(f"{name} is not installed: left out")
    with tempfile.TemporaryDirectory() as folder:
        _rows(arguments, {name: place for name, place in found.items() if place}, Path(folder))
    return 0


def _offline(peers: Mapping[str, str], path: str) -> dict[str, list[str]]:
    """OSV-Scanner on one lockfile or a tree, where it is installed."""
    if "osv-scanner" not in peers:
        return {}
    where = ["-L", path] if path.endswith(".lock") else ["--no-ignore", "-r", path]
    return {"osv-scanner": [peers["osv-scanner"], "scan", "source", "--offline", "--format", "json", *where]}


def _against_many(folder: Path, told: tuple[Mapping[str, str], int], peers: Mapping[str, str]) -> None:
    """One package-lock.json against an ecosystem as large as npm's."""
    _apart(lay, folder / "large", RECORDS, loose=False)
    target = folder / "osv-large/osv-scanner/npm"
    target.mkdir(parents=True)
    shutil.copy(folder / "large/npm/all.zip", target)
    index = folder / "large.sqlite"
    words = [TROTH, "advisories", "update", "--db", index, "--from", folder / "large"]
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)
    lock = folder / "web/package-lock.json"
    lock.parent.mkdir()
    entries = {
        f"node_modules/package-{number * 997 % RECORDS}": {"version": f"0.{number % 90}.1", "integrity": "sha512-AA=="}
        for number in range(PACKAGES)
    }
    lock.write_text(
        json.dumps({"name": "web", "lockfileVersion": 3, "packages": {"": {"name": "web"}, **entries}}, indent=2)
    )
    variables = {
        "TROTH_ADVISORIES": str(index),
        "OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY": str(folder / "osv-large"),
    }
    title = f"one package-lock.json of {PACKAGES} packages, {RECORDS:,} advisories"
    theirs = _offline(peers, str(lock.parent))
    compare(title, [str(TROTH), "vulnerable", str(lock), "--json"], theirs, (variables, told[1]))


def _rows(arguments: argparse.Namespace, peers: Mapping[str, str], folder: Path) -> None:
    names, environment = _apart(crates, arguments.shared), laid(arguments.shared, folder)
    told = (environment, arguments.rounds)
    write(folder / "one", 1, PACKAGES, names)
    lock = str(folder / "one/project-0000/Cargo.lock")
    theirs = _offline(peers, lock)
    if "cargo-audit" in peers and environment["RUSTSEC_DB"]:
        words = ["audit", "--no-fetch", "--db", environment["RUSTSEC_DB"], "-f", lock, "--json"]
        theirs["cargo-audit"] = [peers["cargo-audit"], *words]
    compare(f"one Cargo.lock of {PACKAGES} packages", [str(TROTH), "vulnerable", lock, "--json"], theirs, told)
    everything = str((arguments.shared / "lockfiles").resolve())
    _against_many(folder, told, peers)
    compare("all shared lockfiles", [str(TROTH), "vulnerable", everything, "--json"], _offline(peers, everything), told)
    for count in sorted({min(50, arguments.many), arguments.many}):
        _apart(write, folder / str(count), count, 500, names)
        tree = str(folder / str(count))
        title = f"{count:,} lockfiles of 500 packages"
        compare(title, [str(TROTH), "vulnerable", tree, "--json"], _offline(peers, tree), (environment, 1))


if __name__ == "__main__":
    sys.exit(main())
