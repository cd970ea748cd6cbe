"""Records of every source become one index; what is damaged, hostile or poorer than before leaves the old one."""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest

from advisories import shelf
from advisories.shelf import AT, encoded, export, lay, packed, record, tarred
from troth.advisories.index import Index, NoIndexError
from troth.advisories.refusal import RefusedUpdateError, UnreachableError
from troth.advisories.update import Report, Wanted, update
from troth.terms.errors import TrothError
from troth.terms.package import Package
from troth.terms.severity import Rating

Update = Callable[..., Report]


@pytest.fixture
def place(tmp_path: Path) -> Path:
    return tmp_path / "data" / "advisories.sqlite"


@pytest.fixture
def bring(place: Path) -> Update:
    def make(*sources: Path, days: int = 0, force: bool = False, ecosystems: tuple[str, ...] = ()) -> Report:
        wanted = Wanted(sources=tuple(map(str, sources)), force=force, ecosystems=ecosystems)
        return update(place, wanted, AT + timedelta(days=days), lambda _: None)

    return make


def many(count: int, ecosystem: str = "PyPI", first: int = 0) -> list[dict[str, object]]:
    return [record(f"PYSEC-2026-{number}", ecosystem, f"package-{number}") for number in range(first, first + count)]


def test_the_bulk_export_of_osv(tmp_path: Path, bring: Update, place: Path) -> None:
    mirror = export(
        tmp_path / "osv", PyPI=[record("PYSEC-2026-1")], crates_io=[record("RUSTSEC-2026-1", "crates.io", "a")]
    )
    report = bring(mirror)
    assert (report.data.records, report.data.ecosystems, report.skipped, report.notes) == (
        2,
        ("PyPI", "crates.io"),
        0,
        (),
    )
    assert report.data.fetched == AT
    with Index(place) as index:
        (found,) = index.records(Package("PyPI", "barnacle"))
        assert found.id == "PYSEC-2026-1"
        assert found.affected[0].ranges[0].events[1].version == "1.4.2"
        assert index.records(Package("npm", "barnacle")) == ()


def test_a_mirror_catches_up_by_its_list_of_changes(tmp_path: Path, bring: Update, place: Path) -> None:
    mirror = export(tmp_path / "osv", PyPI=[record("PYSEC-2026-1"), record("PYSEC-2026-2", name="kept")])
    newer = record("PYSEC-2026-1", fixed="1.4.3", modified="2026-02-20T10:00:00Z")
    lay(
        mirror,
        {
            "PyPI/PYSEC-2026-1.json": encoded(newer),
            "PyPI/PYSEC-2026-3.json": encoded(record("PYSEC-2026-3", name="new")),
        },
    )
    changes = "2026-02-21T10:00:00Z,PYSEC-2026-4\n2026-02-20T10:00:00Z,PYSEC-2026-1\n2026-02-20T09:00:00Z,PYSEC-2026-3\nnonsense\n2026-02-02T00:00:00Z,PYSEC-2026-2\n"
    lay(mirror, {"PyPI/modified_id.csv": changes})
    report = bring(mirror)
    assert report.data.records == 3
    assert report.notes == (
        "PyPI: 1 records that modified_id.csv names are not there or unreadable",
        "PyPI: 1 records are older than modified_id.csv says",
    )
    with Index(place) as index:
        assert index.records(Package("PyPI", "barnacle"))[0].affected[0].ranges[0].events[1].version == "1.4.3"
        assert index.coverage()[0].marker == "2026-02-21T10:00:00Z"


def test_loose_records_and_one_archive_of_all(tmp_path: Path, bring: Update) -> None:
    loose = lay(
        tmp_path / "loose", {"ecosystems.txt": "PyPI\n", "PyPI/PYSEC-2026-1.json": encoded(record("PYSEC-2026-1"))}
    )
    assert bring(loose).data.records == 1
    whole = lay(tmp_path / "whole", {"all.zip": packed({"PYSEC-2026-2.json": encoded(record("PYSEC-2026-2"))})})
    assert bring(whole, force=True).data.records == 1


@pytest.mark.parametrize("form", ["folder", "tar.gz"])
def test_rustsec_in_its_own_format(tmp_path: Path, bring: Update, place: Path, form: str) -> None:
    files: dict[str, bytes] = {
        "crates/mooring/RUSTSEC-2026-0900.md": shelf.RUSTSEC.encode(),
        "rust/std/CVE-2026-9.md": shelf.RUSTSEC.replace("RUSTSEC-2026-0900", "CVE-2026-9").encode(),
        "README.md": b"# Advisories",
        "EXAMPLE_ADVISORY.md": shelf.RUSTSEC.replace("RUSTSEC-2026-0900", "RUSTSEC-0000-0000").encode(),
        "crates/bad/RUSTSEC-2026-0901.md": b"```toml\n[advisory]\n```\n",
    }
    source = lay(tmp_path / "db", files) if form == "folder" else tmp_path / "db.tar.gz"
    if form == "tar.gz":
        source.write_bytes(tarred(files))
    report = bring(source)
    assert (report.data.records, report.skipped) == (1, 1)
    assert report.unreadable[0][1:] == ("crates/bad/RUSTSEC-2026-0901.md", "has no id or no package")
    assert report.notes == ("1 advisories of Rust's standard library and tools were left out",)
    with Index(place) as index:
        document = index.document("RUSTSEC-2026-0900")
        assert document
        assert document.native == shelf.RUSTSEC
        assert index.severity("CVE-2026-90001").by == "RUSTSEC-2026-0900"


def test_one_file_of_rustsec(tmp_path: Path, bring: Update) -> None:
    alone = lay(tmp_path / "alone", {"mine.md": shelf.RUSTSEC})
    assert bring(alone / "mine.md").data.records == 1


def test_pypa_go_scores_and_the_catalogue(tmp_path: Path, bring: Update, place: Path) -> None:
    pypa = lay(
        tmp_path / "pypa", {"vulns/light-house/PYSEC-2026-901.yaml": shelf.PYPA, ".github/x.yaml": "affected: []"}
    )
    go = lay(tmp_path / "go", {"data/osv/GO-2026-0901.json": encoded(shelf.GO), "data/cve.json": b"{}"})
    scores = lay(
        tmp_path / "signals", {"epss.csv.gz": shelf.gzipped(shelf.SCORES.encode()), "kev.json": shelf.CATALOGUE}
    )
    report = bring(pypa, go, scores / "epss.csv.gz", scores / "kev.json")
    assert (report.data.records, report.data.ecosystems, report.skipped) == (2, ("Go", "PyPI"), 0)
    with Index(place) as index:
        names = index.group("PYSEC-2026-901")
        assert names == ("CVE-2026-90002", "GHSA-aaaa-bbbb-cccc", "PYSEC-2026-901")
        used = index.exploitation(names)
        assert (used.known, used.epss) == (True, 0.25)
        assert index.coverage()[0].newest  # Go: by the day of publication, as its copy has no modified
        assert index.signals() == (2, 1)


def test_a_served_go_database(tmp_path: Path, bring: Update) -> None:
    files = {
        "index/db.json": b'{"modified":"2026-02-01T00:00:00Z"}',
        "index/vulns.json": b"[]",
        "ID/GO-2026-0901.json": encoded(shelf.GO),
    }
    assert bring(lay(tmp_path / "v1", files)).data.records == 1
    small = {f"vulndb/{name}.gz": shelf.gzipped(content) for name, content in files.items()}
    for form in (tarred(small), packed(small)):
        path = tmp_path / ("v1.zip" if form.startswith(b"PK") else "v1.tar.gz")
        path.write_bytes(form)
        assert bring(path).data.records == 1
    bomb = tmp_path / "bomb.zip"
    bomb.write_bytes(packed({"ID/GO-2026-1.json.gz": shelf.gzipped(bytes(40 * 1024 * 1024))}))
    with pytest.raises(RefusedUpdateError, match="larger"):
        bring(bomb)


def test_what_an_update_does_not_touch_is_kept(tmp_path: Path, bring: Update, place: Path) -> None:
    bring(export(tmp_path / "one", PyPI=many(3), npm=many(2, "npm", 50)), *_signals(tmp_path))
    report = bring(export(tmp_path / "two", npm=many(4, "npm", 50)), days=5)
    assert {change.ecosystem: (change.before, change.after) for change in report.changes} == {
        "PyPI": (3, 3),
        "npm": (2, 4),
    }
    assert report.data.fetched == AT  # PyPI waits longest
    with Index(place) as index:
        assert {each.ecosystem: each.fetched for each in index.coverage()} == {
            "PyPI": AT,
            "npm": AT + timedelta(days=5),
        }
        assert index.signals() == (2, 1)
        assert len(index.sources) == 2


def _signals(tmp_path: Path) -> tuple[Path, Path]:
    folder = lay(tmp_path / "signals", {"epss.csv": shelf.SCORES, "kev.json": shelf.CATALOGUE})
    return folder / "epss.csv", folder / "kev.json"


def test_a_record_of_two_ecosystems_does_not_replace_the_other(tmp_path: Path, bring: Update) -> None:
    both = record("GHSA-aaaa-bbbb-dddd")
    both["affected"] = [*both["affected"], *record("x-1", "npm", "barnacle")["affected"]]
    bring(export(tmp_path / "one", npm=many(30, "npm")))
    report = bring(export(tmp_path / "two", PyPI=[both, *many(30, first=100)]))
    assert {change.ecosystem: change.after for change in report.changes} == {"PyPI": 31, "npm": 31}


def test_the_newer_state_of_a_record_wins_whatever_the_order(tmp_path: Path, bring: Update, place: Path) -> None:
    old = lay(tmp_path / "old", {"PYSEC-2026-1.json": encoded(record("PYSEC-2026-1", fixed="1.0"))})
    new = lay(
        tmp_path / "new",
        {"PYSEC-2026-1.json": encoded(record("PYSEC-2026-1", name="other", modified="2026-02-09T00:00:00Z"))},
    )
    digests = set()
    for order in ((old, new), (new, old)):
        digests.add(bring(*order).data.digest)
        with Index(place) as index:
            assert len(index.records(Package("PyPI", "other"))) == 1
            assert index.records(Package("PyPI", "barnacle")) == ()
    assert len(digests) == 1


def test_a_module_that_a_record_lists_twice_has_both_entries(tmp_path: Path, bring: Update, place: Path) -> None:
    twice = record("GO-2026-1", "Go", "harbour.example/pier")
    twice["affected"] += record("GO-2026-1", "Go", "harbour.example/pier", introduced="2.0.0", fixed="2.1.0")[
        "affected"
    ]
    bring(export(tmp_path / "osv", Go=[twice]))
    with Index(place) as index:
        assert len(index.records(Package("Go", "harbour.example/pier"))[0].affected) == 2


def test_severity_comes_from_an_alias_and_says_so(tmp_path: Path, bring: Update, place: Path) -> None:
    vector = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]
    bring(
        export(
            tmp_path / "osv",
            PyPI=[
                record("PYSEC-2026-1", aliases=["CVE-2026-1"]),
                record("GHSA-aaaa-bbbb-cccc", aliases=["CVE-2026-1"], severity=vector),
                record("PYSEC-2026-2", related=["CVE-2026-1"], upstream=["CVE-2026-1"]),
                record("PYSEC-2026-3", aliases=["CVE-2026-1"], withdrawn="2026-02-01T00:00:00Z"),
            ],
        )
    )
    with Index(place) as index:
        found = index.severity("PYSEC-2026-1")
        assert (found.rating, found.score, found.by) == (Rating.CRITICAL, 9.8, "GHSA-aaaa-bbbb-cccc")
        assert index.severity("CVE-2026-1") == found
        assert index.severity("PYSEC-2026-2").rating is Rating.UNKNOWN
        assert index.group("PYSEC-2026-1") == ("CVE-2026-1", "GHSA-aaaa-bbbb-cccc", "PYSEC-2026-1")
        assert index.group("PYSEC-2026-3") == ("CVE-2026-1", "PYSEC-2026-3")  # withdrawn records join nothing
        assert index.group("CVE-1999-1") == ()
        assert {each.id for each in index.aliases_of("CVE-2026-1")} == {
            "PYSEC-2026-1",
            "GHSA-aaaa-bbbb-cccc",
            "PYSEC-2026-3",
        }


def test_a_bad_record_is_counted_and_named(tmp_path: Path, bring: Update) -> None:
    mirror = lay(
        tmp_path / "osv",
        {
            "PyPI/all.zip": packed(
                {
                    "PYSEC-2026-1.json": encoded(record("PYSEC-2026-1")),
                    "PYSEC-2026-2.json": b"[" * 9_999,
                    "PYSEC-2026-3.json": b'{"id": 3}',
                }
            )
        },
    )
    report = bring(mirror)
    assert (report.data.records, report.skipped) == (1, 2)
    assert [name for _, name, _ in report.unreadable] == ["PYSEC-2026-2.json", "PYSEC-2026-3.json"]


DAMAGE: dict[str, Callable[[Path], Path]] = {
    "a cut archive": lambda root: lay(root, {"PyPI/all.zip": packed({"A-1.json": b"{}"})[:-30]}),
    "a name that leads out": lambda root: lay(root, {"PyPI/all.zip": packed({"../A-1.json": b"{}"})}),
    "an archive that is none": lambda root: lay(root, {"PyPI/all.zip": b"<html>proxy</html>"}),
    "a cut tar": lambda root: lay(root, {"db.tar.gz": tarred({"crates/a/RUSTSEC-2026-1.md": shelf.RUSTSEC.encode()})[:-40]}) / "db.tar.gz",
    "a tar that leads out": lambda root: lay(root, {"db.tar.gz": tarred({"../RUSTSEC-2026-1.md": shelf.RUSTSEC.encode()})}) / "db.tar.gz",
    "a tar bomb": lambda root: lay(root, {"db.tar.gz": tarred({"a.md": bytes(100 * 1024 * 1024)})}) / "db.tar.gz",
    "scores without a header": lambda root: lay(root, {"epss.csv": "#model_version:1\ncve,score\n"}) / "epss.csv",
    "a catalogue that is none": lambda root: lay(root, {"kev.json": b'{"catalogVersion": 1, "vulnerabilities": 7}'}) / "kev.json",
}  # fmt: skip


@pytest.mark.parametrize("damage", DAMAGE)
def test_a_damaged_or_hostile_update_leaves_the_old_index(
    tmp_path: Path, bring: Update, place: Path, damage: str
) -> None:
    bring(export(tmp_path / "good", PyPI=[record("PYSEC-2026-1")]))
    before = place.read_bytes()
    with pytest.raises(RefusedUpdateError) as caught:
        bring(DAMAGE[damage](tmp_path / "bad"))
    assert caught.value.exit_code == 1
    assert place.read_bytes() == before
    assert [path.name for path in place.parent.iterdir() if path.name.endswith(".new")] == []


@pytest.mark.parametrize("content", [{}, {"notes.txt": "nothing"}, {"package.json": b"{}"}])
def test_a_source_without_advisories_is_an_error_that_names_what_is_known(
    tmp_path: Path, bring: Update, content: dict[str, bytes | str]
) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(UnreachableError, match="no advisories in") as caught:
        bring(lay(tmp_path / "empty", content))
    assert "RustSec" in caught.value.hint


def test_a_source_that_is_not_there(tmp_path: Path, bring: Update) -> None:
    with pytest.raises(UnreachableError, match="there is nothing at"):
        bring(tmp_path / "nowhere")


def test_an_update_that_loses_most_records_is_refused_unless_forced(tmp_path: Path, bring: Update, place: Path) -> None:
    bring(export(tmp_path / "one", PyPI=many(100)))
    poor = export(tmp_path / "two", PyPI=many(40))
    with pytest.raises(RefusedUpdateError, match="40 of 100 records of PyPI") as caught:
        bring(poor)
    assert "--force" in caught.value.hint
    with Index(place) as index:
        assert index.data().records == 100
    assert bring(poor, force=True).data.records == 40


def test_links_are_not_followed(tmp_path: Path, bring: Update) -> None:
    outside = lay(tmp_path / "outside", {"PYSEC-2026-9.json": encoded(record("PYSEC-2026-9"))})
    source = lay(tmp_path / "source", {"PYSEC-2026-1.json": encoded(record("PYSEC-2026-1"))})
    (source / "PYSEC-2026-9.json").symlink_to(outside / "PYSEC-2026-9.json")
    (source / "more").symlink_to(outside)
    assert bring(source).data.records == 1


def test_readers_see_the_old_file_or_the_new_one(tmp_path: Path, bring: Update, place: Path) -> None:
    bring(export(tmp_path / "one", PyPI=[record("PYSEC-2026-1")]))
    with Index(place) as index:
        bring(export(tmp_path / "two", PyPI=[record("PYSEC-2026-2"), record("PYSEC-2026-3")]))
        assert [each.id for each in index.records(Package("PyPI", "barnacle"))] == ["PYSEC-2026-1"]
    with Index(place) as index:
        assert len(index.records(Package("PyPI", "barnacle"))) == 2


def test_two_updates_do_not_meet(tmp_path: Path, bring: Update, place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("troth.advisories.update.PATIENCE", 0.05)
    source = export(tmp_path / "one", PyPI=[record("PYSEC-2026-1")])
    inside, done = threading.Event(), threading.Event()

    def wait(doing: str) -> None:
        inside.set()
        done.wait(10)

    first = threading.Thread(target=lambda: update(place, Wanted(sources=(str(source),)), AT, wait))
    first.start()
    assert inside.wait(10)
    try:
        with pytest.raises(TrothError, match="another update"):
            bring(source)
    finally:
        done.set()
        first.join()
    assert bring(source).data.records == 1


@pytest.mark.parametrize("damage", ["another version", "no database", "half a database", "another database"])
def test_an_index_that_is_none_is_named_and_made_anew(tmp_path: Path, bring: Update, place: Path, damage: str) -> None:
    source = export(tmp_path / "one", PyPI=[record("PYSEC-2026-1")])
    bring(source)
    whole = place.read_bytes()
    place.unlink()
    if damage == "no database":
        place.write_text("hello" * 1_000)
    elif damage == "half a database":
        place.write_bytes(whole[: len(whole) // 2])
    else:
        if damage == "another version":
            place.write_bytes(whole)
        with sqlite3.connect(place) as database:
            database.execute("PRAGMA user_version = 99")
            database.execute("CREATE TABLE IF NOT EXISTS meta (key TEXT, value TEXT)")
        database.close()
    if damage != "half a database":
        with pytest.raises(NoIndexError) as caught:
            Index(place)
        assert "troth advisories update" in caught.value.hint
    assert bring(source).data.records == 1


def test_without_an_index_the_reader_is_told_what_to_do(place: Path) -> None:
    with pytest.raises(NoIndexError, match="no advisories here yet") as caught:
        Index(place)
    assert "troth advisories update --from DIR" in caught.value.hint


def test_of_some_ecosystems_the_one_counts_that_is_oldest(tmp_path: Path, bring: Update, place: Path) -> None:
    old = record("PYSEC-2024-1", modified="2024-10-10T00:00:00Z")
    bring(export(tmp_path / "osv", PyPI=[old], npm=many(2, "npm")))
    with Index(place) as index:
        assert index.data().newest == index.data(["npm"]).newest != index.data(["npm", "PyPI"]).newest
        assert str(index.data(["npm", "PyPI"]).newest) == "2024-10-10 00:00:00+00:00"
        assert (index.data(["npm"]).records, index.data(["npm"]).ecosystems) == (2, ("npm",))
        assert index.data(["Go"]).newest is None


def test_what_is_stored_is_what_came(tmp_path: Path, bring: Update, place: Path) -> None:
    whole = record("PYSEC-2026-1", database_specific={"x": [1, {"y": None}]}, details="long " * 400)
    bring(export(tmp_path / "one", PyPI=[whole]))
    with Index(place) as index:
        document = index.document("PYSEC-2026-1")
        assert document
        assert json.loads(document.content) == whole
        assert [each.id for each in index.documents("PyPI")] == ["PYSEC-2026-1"]
        assert list(index.documents("Go")) == []
