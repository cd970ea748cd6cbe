"""How long does a day's delta of advisories take for 10,000 projects of 500 components? SQLite, or PostgreSQL.

    python bench/watch.py [PROJECTS] [COMPONENTS]
    scripts/on_postgres.sh python bench/watch.py

Made data: 20,000 packages of four ecosystems with three releases each, 60,000 advisories about as many packages, most
of which nobody uses. A day brings 300 records: 200 about packages nobody uses, 97 that change records or whose range
holds no release in use, and 3 whose range holds a release that some projects use. Prints JSON: seconds of looking
where nothing is new, of holding everything against the new state (reverse index, ranges, writing what was found), and
of bringing the findings of the projects concerned to it, with how many these are.
"""

# ruff: noqa: E402, S608 - Django is set up before its models are imported; the SQL holds nobody's words
from __future__ import annotations

import json
import os
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).resolve().parents[1] / "tests")  # in place of this folder, whose desk.py hides theirs
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "desk.settings")

import django

django.setup()

from django.core.management import call_command
from django.db import connection

from troth.advisories.update import Wanted, update
from troth_desk.tenants import scope
from troth_desk.tenants.models import Organisation, Project
from troth_desk.watch import actions
from troth_desk.watch.models import Inventory, Package, Part, Release, Weakness

AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
ECOSYSTEMS = ("npm", "PyPI", "crates.io", "Go")
PACKAGES, RELEASES, RECORDS = 20_000, 3, 60_000
USED_BY = 40
"""Projects that use one release on average is PROJECTS * COMPONENTS / (PACKAGES * RELEASES); the three advisories of
the day that hold are about releases that this many projects use."""


def name(number: int) -> str:
    """The name of a package; Go has paths."""
    return f"example.org/package-{number}" if number % 4 == 3 else f"package-{number}"


def record(number: int, package: int, introduced: str, fixed: str, day: int = 1) -> tuple[str, bytes]:
    """An advisory about a package, as OSV JSON, with its id."""
    id_ = f"OSV-2026-{number}"
    events = [{"introduced": introduced}, {"fixed": fixed}]
    kind = "ECOSYSTEM" if package % 4 == 1 else "SEMVER"
    told = {
        "schema_version": "1.7.0",
        "id": id_,
        "modified": f"2026-11-{day:02}T00:00:00Z",
        "published": "2026-11-01T00:00:00Z",
        "summary": "Made for a benchmark",
        "aliases": [f"CVE-2026-{10_000 + number}"],
        "severity": [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N"}],
        "affected": [
            {
                "package": {"ecosystem": ECOSYSTEMS[package % 4], "name": name(package)},
                "ranges": [{"type": kind, "events": events}],
            }
        ],
    }
    return id_, json.dumps(told).encode()


def before() -> Iterator[tuple[str, bytes]]:
    """One advisory in ten is about a package that is in use, long fixed there."""
    for number in range(RECORDS):
        package = number % PACKAGES if number % 10 == 0 else PACKAGES + number
        yield record(number, package, "0", "0.9.0")


def day() -> Iterator[tuple[str, bytes]]:
    """What a day brings."""
    for number in range(200):
        yield record(RECORDS + number, 2 * PACKAGES + RECORDS + number, "0", "9.0.0", 26)
    for number in range(97):
        yield record(number * 10, number * 10, "0", "0.9.1", 26)
    for number in range(3):
        yield record(RECORDS + 1000 + number, PACKAGES + 10 + number, "0", "9.0.0", 26)


def lay(folder: Path, *several: Iterator[tuple[str, bytes]]) -> None:
    """Records as the bulk export has them: one archive an ecosystem, later ones in place of earlier ones."""
    whole = {id_: content for records in several for id_, content in records}
    folder.mkdir()
    (folder / "ecosystems.txt").write_text("\n".join(ECOSYSTEMS))
    with ExitStack() as stack:
        packed: dict[str, zipfile.ZipFile] = {}
        for id_, content in whole.items():
            ecosystem = json.loads(content)["affected"][0]["package"]["ecosystem"]
            if ecosystem not in packed:
                (folder / ecosystem).mkdir()
                packed[ecosystem] = stack.enter_context(zipfile.ZipFile(folder / ecosystem / "all.zip", "w"))
            packed[ecosystem].writestr(f"{id_}.json", content)


def fill(organisation: Organisation, projects: int, components: int) -> None:
    """The rows of all lists, as pushes would have made them."""
    made = [
        Project(organisation=organisation, slug=f"p{number}", name=f"Project {number}", created_at=AT)
        for number in range(projects)
    ]
    made = Project.objects.bulk_create(made, batch_size=1_000)
    lists = [
        Inventory(organisation=organisation, project=project, source="project", kind="lockfiles", origin="push",
                  digest="0" * 64, made_at=AT, received_at=AT, confirmed_at=AT, components=components)
        for project in made
    ]  # fmt: skip
    lists = Inventory.objects.bulk_create(lists, batch_size=1_000)
    packages = [
        Package(organisation=organisation, ecosystem=ECOSYSTEMS[number % 4], name=name(number))
        for number in [*range(PACKAGES), *(PACKAGES + 10 + each for each in range(3))]
    ]
    packages = Package.objects.bulk_create(packages, batch_size=1_000)
    releases = Release.objects.bulk_create(
        [
            Release(
                organisation=organisation, package=package, version=f"{'v' * (package.ecosystem == 'Go')}1.{minor}.0"
            )
            for package in packages
            for minor in range(RELEASES)
        ],
        batch_size=1_000,
    )
    usual = PACKAGES * RELEASES
    first, first_project, first_list = releases[0].pk, made[0].pk, lists[0].pk
    parts = (
        "INSERT INTO watch_part (organisation_id, project_id, source, release_id, path, scope, origin, via, own,"
        f" entered_id) SELECT {organisation.pk}, {first_project} + p.n, 'project',"
        f" {first} + ((p.n * 7919 + c.n * 104729) % {usual}),"
        f" 'list-' || c.n, '', 'registry', '', {'true' if connection.vendor == 'postgresql' else '1'},"
        f" {first_list} + p.n FROM {numbers('p', projects)} CROSS JOIN {numbers('c', components)}"
    )
    with connection.cursor() as cursor:
        cursor.execute(parts)
    wanted = [
        Part(
            organisation=organisation, project=project, source="project", release_id=release.pk, path="x", entered=kept
        )
        for release in releases[usual::RELEASES]
        for project, kept in zip(made[:USED_BY], lists, strict=False)
    ]
    Part.objects.bulk_create(wanted)


def numbers(named: str, count: int) -> str:
    """The numbers below ``count``, as a table of SQL."""
    if connection.vendor == "postgresql":
        return f"generate_series(0, {count - 1}) {named}(n)"
    series = f"WITH RECURSIVE k(n) AS (SELECT 0 UNION ALL SELECT n + 1 FROM k WHERE n < {count - 1}) SELECT n FROM k"
    return f"({series}) {named}"


def timed(told: dict[str, Any], said: str, work: Any) -> Any:
    """Do ``work`` and note its seconds."""
    start = time.perf_counter()
    found = work()
    told[said] = round(time.perf_counter() - start, 3)
    return found


def main() -> None:
    """Print the figures."""
    projects = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    components = int(sys.argv[2]) if len(sys.argv) > 2 else 500
    if connection.vendor == "postgresql":
        connection.creation.create_test_db(verbosity=0, serialize=False)  # a database of its own, of the owner's
    else:
        call_command("migrate", verbosity=0)
    told: dict[str, Any] = {"database": connection.vendor, "projects": projects, "components": projects * components}
    with tempfile.TemporaryDirectory() as room:
        folder, index = Path(room), Path(room) / "advisories.sqlite"
        os.environ["TROTH_DESK_ADVISORIES"] = str(index)
        lay(folder / "before", before())
        update(index, Wanted(sources=(str(folder / "before"),)), AT, lambda _: None)
        organisation = Organisation.objects.create(slug="bench", name="Bench", created_at=AT)
        with scope.inside(organisation):
            timed(told, "filling", lambda: fill(organisation, projects, components))
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
        timed(told, "first comparison", lambda: actions.look(organisation, AT))
        timed(told, "nothing new", lambda: actions.look(organisation, AT + timedelta(minutes=1)))
        lay(folder / "after", before(), day())
        timed(told, "update of the index, by troth", lambda: update(
            index, Wanted(sources=(str(folder / "after"),)), AT + timedelta(hours=1), lambda _: None))  # fmt: skip
        settled = actions.settle
        actions.settle = lambda *_: 0  # timed apart
        looked = timed(told, "a day's delta", lambda: actions.look(organisation, AT + timedelta(hours=2)))
        compared = looked.compared
        assert compared is not None  # noqa: S101 - there is something new
        told |= {"packages": compared.packages, "told anew": compared.changed, "weaknesses found": compared.found}
        with scope.inside(organisation):
            told["pending"] = Weakness.objects.filter(organisation=organisation, pending=True).count()
        told["projects concerned"] = timed(told, "findings", lambda: settled(organisation, AT + timedelta(hours=2)))
    print(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
