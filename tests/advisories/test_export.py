"""The forms for other tools, each read by the real tool on a small tree."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from advisories import shelf
from advisories.shelf import export, lay, record
from troth.advisories.bare_git import write
from troth.advisories.export import Forms, for_tools
from troth.advisories.index import Index
from troth.advisories.refusal import UnreachableError

Made = Callable[..., Path]


@pytest.fixture
def forms(tmp_path: Path, index_of: Made) -> Forms:
    """Everything from OSV: RustSec's files are made, not kept."""
    osv = export(
        tmp_path / "osv",
        PyPI=[record("PYSEC-2026-1")],
        Go=[shelf.GO, record("GHSA-aaaa-bbbb-cccc", "Go", "harbour.example/pier", fixed="9.0.0")],
        crates_io=[
            record(
                "RUSTSEC-2026-0001", "crates.io", "mooring", introduced="0.2.0", fixed="0.3.1", aliases=["CVE-2026-1"]
            ),
            record("GHSA-aaaa-bbbb-dddd", "crates.io", "mooring", fixed="9.0.0"),
            record("RUSTSEC-2026-0002", "crates.io", "mooring", fixed="soon"),
        ],
    )
    with Index(index_of(osv)) as index:
        return for_tools(index, tmp_path / "cache")


def tool(cwd: Path, *words: str, **environment: str) -> subprocess.CompletedProcess[str]:
    program = shutil.which(words[0])
    assert program, f"{words[0]} is not installed: scripts/install_tools.sh"
    ours = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return subprocess.run(
        [program, *words[1:]],
        cwd=cwd,
        env={**ours, **environment},
        capture_output=True,
        text=True,
        check=False,
        timeout=300,
    )


def crate(root: Path, version: str = "0.2.5") -> Path:
    """A crate that needs mooring, as if it came from the registry: a vendored copy stands in for it."""
    checksum = hashlib.sha256(b"mooring").hexdigest()
    return lay(
        root,
        {
            "Cargo.toml": '[package]\nname = "harbour"\nversion = "0.1.0"\nedition = "2021"\nlicense = "MIT"\n[dependencies]\nmooring = "*"\n',
            "Cargo.lock": "version = 3\n\n"
            '[[package]]\nname = "harbour"\nversion = "0.1.0"\ndependencies = [\n "mooring",\n]\n\n'
            f'[[package]]\nname = "mooring"\nversion = "{version}"\n'
            'source = "registry+https://github.com/rust-lang/crates.io-index"\n'
            f'checksum = "{checksum}"\n',
            "src/main.rs": "fn main() {}\n",
            "vendor/mooring/Cargo.toml": f'[package]\nname = "mooring"\nversion = "{version}"\nedition = "2021"\nlicense = "MIT"\n',
            "vendor/mooring/src/lib.rs": "",
            "vendor/mooring/.cargo-checksum.json": json.dumps({"files": {}, "package": checksum}),
            ".cargo/config.toml": '[source.crates-io]\nreplace-with = "vendored"\n[source.vendored]\ndirectory = "vendor"\n',
        },
    )


def test_records_without_a_form_are_named(forms: Forms) -> None:
    assert forms.left_out == ("RUSTSEC-2026-0002: 'soon' is no semantic version",)


def test_cargo_audit_reads_it(tmp_path: Path, forms: Forms) -> None:
    words = ("cargo-audit", "audit", "--json", "--no-fetch", "--stale", "--db", str(forms.rustsec))
    done = tool(crate(tmp_path / "bad"), *words)
    report = json.loads(done.stdout)
    assert report["database"]["advisory-count"] == 1
    assert [each["advisory"]["id"] for each in report["vulnerabilities"]["list"]] == ["RUSTSEC-2026-0001"]
    assert report["vulnerabilities"]["list"][0]["versions"] == {"patched": [">=0.3.1"], "unaffected": ["<0.2.0"]}
    done = tool(crate(tmp_path / "good", "0.3.1"), *words)
    assert json.loads(done.stdout)["vulnerabilities"]["count"] == 0


def denied(root: Path, forms: Forms, staleness: str) -> list[dict[str, Any]]:
    assert forms.rustsec
    lay(
        root, {"deny.toml": f'[advisories]\ndb-path = "{forms.rustsec.parent}"\nmaximum-db-staleness = "{staleness}"\n'}
    )
    done = tool(root, "cargo-deny", "--offline", "--format", "json", "check", "advisories")
    return [json.loads(line) for line in done.stderr.splitlines() if line.startswith("{")]


def test_cargo_deny_reads_it(tmp_path: Path, forms: Forms) -> None:
    lines = denied(crate(tmp_path / "bad"), forms, "P9999D")
    found = [line["fields"]["advisory"]["id"] for line in lines if line["fields"].get("code") == "vulnerability"]
    assert found == ["RUSTSEC-2026-0001"]
    lines = denied(crate(tmp_path / "good", "0.3.1"), forms, "P9999D")
    assert lines[-1]["fields"]["advisories"]["errors"] == 0


def test_cargo_deny_sees_how_old_the_data_is(tmp_path: Path, index_of: Made) -> None:
    old = record("RUSTSEC-2020-0001", "crates.io", "mooring", modified="2020-01-01T00:00:00Z")
    with Index(index_of(export(tmp_path / "osv", crates_io=[old]))) as index:
        forms = for_tools(index, tmp_path / "cache")
    assert "stale" in json.dumps(denied(crate(tmp_path / "tree"), forms, "P90D"))


def test_files_of_rustsec_stand_as_they_came(tmp_path: Path, index_of: Made) -> None:
    native = lay(tmp_path / "db", {"crates/mooring/RUSTSEC-2026-0900.md": shelf.RUSTSEC})
    with Index(index_of(native)) as index:
        forms = for_tools(index, tmp_path / "cache")
    assert forms.rustsec
    assert (forms.rustsec / "crates/mooring/RUSTSEC-2026-0900.md").read_text() == shelf.RUSTSEC
    done = tool(
        crate(tmp_path / "tree"), "cargo-audit", "audit", "--json", "--no-fetch", "--stale", "--db", str(forms.rustsec)
    )
    (found,) = json.loads(done.stdout)["vulnerabilities"]["list"]
    assert found["affected"]["os"] == ["linux"]


def test_govulncheck_reads_it(tmp_path: Path, forms: Forms) -> None:
    tree = lay(
        tmp_path / "tree",
        {
            "go.mod": "module harbour.example/harbour\n\ngo 1.21\n\nrequire harbour.example/pier v1.2.0\n",
            "main.go": 'package main\n\nimport "harbour.example/pier"\n\nfunc main() { pier.Tie() }\n',
            "vendor/modules.txt": "# harbour.example/pier v1.2.0\n## explicit; go 1.21\nharbour.example/pier\n",
            "vendor/harbour.example/pier/pier.go": "package pier\n\nfunc Tie() {}\n",
        },
    )
    done = tool(tree, "govulncheck", "-format", "json", "-db", forms.go, "./...", GOFLAGS="-mod=vendor", GOPROXY="off")
    decoder, text, found = json.JSONDecoder(), done.stdout.strip(), []
    while text:
        each, end = decoder.raw_decode(text)
        found.append(each)
        text = text[end:].strip()
    assert done.returncode == 0, done.stderr
    assert {each["finding"]["osv"] for each in found if "finding" in each} == {"GO-2026-0901"}
    assert "v1.2.3" in {each["finding"].get("fixed_version") for each in found if "finding" in each}


def test_a_go_database_without_dates_is_as_new_as_its_ids(tmp_path: Path, index_of: Made) -> None:
    dateless = record("GO-2026-4001", "Go", "harbour.example/pier", modified="0001-01-01T00:00:00Z", published=None)
    older = record("GO-2022-0001", "Go", "harbour.example/pier", published="2022-12-14T00:00:00Z")
    with Index(
        index_of(export(tmp_path / "osv", Go=[dateless, {**older, "modified": "0001-01-01T00:00:00Z"}]))
    ) as index:
        made = for_tools(index, tmp_path / "cache")
    database = Path(made.go.removeprefix("file://"))
    assert json.loads((database / "index" / "db.json").read_bytes())["modified"] == "2026-01-01T00:00:00Z"


def test_osv_scanner_reads_it(tmp_path: Path, forms: Forms) -> None:
    assert forms.osv_zips
    tree = lay(
        tmp_path / "tree",
        {"requirements.txt": "barnacle==1.0\n", "Cargo.lock": (crate(tmp_path / "c") / "Cargo.lock").read_bytes()},
    )
    words = (
        "scan",
        "source",
        "--offline-vulnerabilities",
        "--local-db-path",
        str(forms.osv_zips.parent),
        "--format",
        "json",
        "-r",
        ".",
    )
    done = tool(tree, "osv-scanner", *words)
    assert done.returncode == 1, done.stderr
    packages = [each for result in json.loads(done.stdout)["results"] for each in result["packages"]]
    found = {each["package"]["name"]: {one["id"] for one in each["vulnerabilities"]} for each in packages}
    assert found == {"barnacle": {"PYSEC-2026-1"}, "mooring": {"RUSTSEC-2026-0001", "GHSA-aaaa-bbbb-dddd"}}


def test_forms_are_made_once_for_a_state(tmp_path: Path, index_of: Made) -> None:
    source = export(tmp_path / "osv", PyPI=[record("PYSEC-2026-1")], Go=[shelf.GO])
    said: list[str] = []
    with Index(index_of(source)) as index:
        first = for_tools(index, tmp_path / "cache", ["PyPI"], said.append)
        assert (first.rustsec, first.go, first.state) == (None, "", index.digest)
        assert first.osv_zips
        assert [each.name for each in first.osv_zips.iterdir()] == ["PyPI"]
        with zipfile.ZipFile(first.osv_zips / "PyPI" / "all.zip") as packed:
            assert json.loads(packed.read("PYSEC-2026-1.json")) == record("PYSEC-2026-1")
        count = len(said)
        assert for_tools(index, tmp_path / "cache", ["PyPI"], said.append) == first
        assert len(said) == count
        assert for_tools(index, tmp_path / "cache", None, said.append).go


def test_old_states_are_removed(tmp_path: Path, index_of: Made) -> None:
    for number in range(6):
        with Index(index_of(export(tmp_path / f"osv-{number}", PyPI=[record(f"PYSEC-2026-{number}")]))) as index:
            for_tools(index, tmp_path / "cache")
    assert len(list((tmp_path / "cache").iterdir())) == 3


def test_names_of_ecosystems_stay_one_folder(tmp_path: Path, index_of: Made) -> None:
    bad = record("A-1", "../../up", "x")
    with Index(index_of(lay(tmp_path / "osv", {"A-1.json": shelf.encoded(bad)}))) as index:
        forms = for_tools(index, tmp_path / "cache")
    assert forms.osv_zips
    assert [each.name for each in forms.osv_zips.iterdir()] == [".._.._up".strip(".")]
    assert not (tmp_path / "up").exists()


def test_a_folder_that_cannot_be_written(tmp_path: Path, index_of: Made) -> None:
    (tmp_path / "cache").write_text("a file")
    with (
        Index(index_of(export(tmp_path / "osv", PyPI=[record("PYSEC-2026-1")]))) as index,
        pytest.raises(UnreachableError),
    ):
        for_tools(index, tmp_path / "cache")


def test_the_repository_is_one_that_git_knows(tmp_path: Path, git: Callable[..., str]) -> None:
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    files = {"crates/a/A-1.md": b"one", "crates/a-b/A-2.md": b"two", "crates/a.txt": b"three"}
    commit = write(tmp_path / "db", files, at, "Advisories")
    git(tmp_path / "db", "fsck", "--strict")
    assert git(tmp_path / "db", "rev-parse", "main").strip() == commit
    git(tmp_path / "db", "reset", "--hard", "-q")
    assert git(tmp_path / "db", "status", "--porcelain") == ""
    assert git(tmp_path / "db", "show", "-s", "--format=%cI").strip() == "2026-03-01T12:00:00+00:00"
    assert git(tmp_path, "clone", "-q", str(tmp_path / "db"), "copy") == ""
    assert (tmp_path / "copy" / "crates/a-b/A-2.md").read_bytes() == b"two"
    assert write(tmp_path / "again", dict(reversed(files.items())), at, "Advisories") == commit


@pytest.mark.parametrize("name", ["../a", "/a", ".git/config", ".GIT/hooks/x"])
def test_files_stay_in_the_repository(tmp_path: Path, name: str) -> None:
    with pytest.raises(ValueError, match="no name"):
        write(tmp_path / "db", {name: b""}, datetime(2026, 3, 1, tzinfo=UTC), "Advisories")
