"""Hold RustSec's own files against its OSV export on real data: same records, same words, same versions affected.

    scripts/measure_advisories.py SHARED

For every record, each version at which either form changes its answer and its neighbours are asked of both. Prints each
difference, then one line, and how long the index of all advisories takes to build.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from troth.advisories.affects import Evaluator
from troth.advisories.archives import archive
from troth.advisories.index import Index
from troth.advisories.update import Wanted, update
from troth.formats import osv, rustsec
from troth.terms.advisory import Advisory
from troth.terms.package import Package

WORDS = ("published", "withdrawn", "aliases", "related", "details", "severity", "informational")


def native(path: Path) -> Iterator[Advisory]:
    """Records of crates in RustSec's own form."""
    for member in archive(path):
        if member.name.endswith(".md") and "crates/" in member.name:
            yield osv.from_tree(rustsec.read(member.content.decode()))


def samples(*forms: Advisory) -> set[str]:
    """Versions at which any of ``forms`` changes its answer, and those around them."""
    found = set()
    for event in (event for form in forms for entry in form.affected for each in entry.ranges for event in each.events):
        numbers = [int(part) for part in event.version.partition("-")[0].split(".")]
        major, minor, patch = (*numbers, 0, 0)[:3]
        near = [(major, minor, patch), (major, minor, patch + 1), (major, minor + 1, 0), (major + 1, 0, 0)]
        near += [(major, minor, max(0, patch - 1)), (major, max(0, minor - 1), 99), (max(0, major - 1), 99, 99)]
        for one in near:
            text = ".".join(map(str, one))
            found |= {text, f"{text}-0", f"{text}-alpha.1", f"{text}-rc.1"}
        if event.version != "0":
            found.add(event.version)
    return found


def differences(ours: Advisory, theirs: Advisory, package: Package) -> Iterator[str]:
    """What the two forms of one record say differently."""
    # withdrawn records hold for no version; what they would hold for is compared all the same
    one, other = (Evaluator(msgspec.structs.replace(each, withdrawn=None), package) for each in (ours, theirs))
    apart = [each for each in sorted(samples(ours, theirs)) if bool(one.affects(each)) != bool(other.affects(each))]
    if apart:
        events = [each.version for form in (ours, theirs) for each in form.affected[0].ranges[0].events]
        yield f"{ours.id}: {len(apart)} versions such as {apart[0]} (events {', '.join(events)})"
    for word in WORDS:
        if set_of(getattr(ours, word)) != set_of(getattr(theirs, word)):
            yield f"{ours.id}: {word} is {getattr(ours, word)!r:.80} and {getattr(theirs, word)!r:.80}"


def set_of(value: object) -> object:
    """Lists without their order."""
    return frozenset(value) if isinstance(value, tuple) else value


def main() -> None:
    """Compare and print."""
    shared = Path(sys.argv[1]) / "advisories"
    export = {}
    for member in archive(shared / "osv" / "crates.io" / "all.zip"):
        record = osv.read(member.content)
        export[record.id] = record
    told, asked, seen = [], 0, 0
    for record in native(shared / "rustsec-native.tar.gz"):
        if record.id not in export:
            told.append(f"{record.id}: not in the export")
            continue
        seen += 1
        asked += len(samples(record, export[record.id]))
        package = record.affected[0].package
        told += differences(record, export[record.id], package)
    for line in told:
        print(f"  {line}")
    print(f"rustsec native/export {seen} records, {asked} versions, {len(told)} differences")
    with tempfile.TemporaryDirectory() as folder:
        index = Path(folder) / "advisories.sqlite"
        start, used = time.perf_counter(), time.process_time()
        sources = (str(shared / "osv"), str(shared / "rustsec-native.tar.gz"))
        report = update(index, Wanted(sources=sources), datetime.now(UTC), lambda _: None)
        wall, cpu = time.perf_counter() - start, time.process_time() - used
        print(f"index of all advisories: {report.data.records} records, {wall:.2f} s ({cpu:.2f} s of one core)")
        with Index(index) as opened:
            names = [row.affected[0].package for row in list(export.values())[:500] if row.affected]
            start = time.perf_counter()
            found = sum(len(opened.records(name)) for name in names * 2)
            print(f"{len(names) * 2} look-ups: {found} records, {(time.perf_counter() - start) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
