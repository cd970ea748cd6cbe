from __future__ import annotations

import json
from pathlib import Path

import pytest

from advisories.shelf import export, lay, record
from troth.cli.__main__ import main

SEVERE = [{"type": "CVSS_V3", "score": "CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H"}]
LOCK = "barnacle==1.0 \\\n    --hash=sha256:aa\nanchor==2.0\n"


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A lockfile with a severe weakness and one that nobody rated, and the advisories of both."""
    monkeypatch.setenv("TROTH_ADVISORIES", str(tmp_path / "index.sqlite"))
    mirror = export(
        tmp_path / "osv",
        PyPI=[
            record("PYSEC-2026-1", aliases=["CVE-2026-90001"], severity=SEVERE),
            record("PYSEC-2026-2", name="anchor", fixed=None),
        ],
    )
    assert main(["advisories", "update", "--from", str(mirror)]) == 0
    return lay(tmp_path / "ferry", {"requirements.txt": LOCK, "tests/fixtures/requirements.txt": "anchor==1.0\n"})


def told(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["vulnerable", *words])
    return code, capsys.readouterr().out


def test_the_page_names_each_weakness_its_line_and_what_clears_it(
    tree: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    code, page = told(capsys, str(tree))
    assert code == 1
    first = page.splitlines()[0]
    assert first == "ferry   1 critical · 1 of unknown severity in 2 packages of 3 components"
    assert max(map(len, page.splitlines())) <= 80
    assert "barnacle 1.0  → 1.4.2 clears all" in page
    assert "requirements.txt:1" in page
    assert "✕ critical 9.8  PYSEC-2026-1" in page
    assert "anchor 2.0  no fixed version is known" in page
    assert page.index("barnacle") < page.index("anchor")
    assert page.rstrip().endswith("Next: troth advisories show PYSEC-2026-1")


def test_json_says_the_same(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, page = told(capsys, str(tree), "--json")
    value = json.loads(page)
    assert code == 1
    worst = value["packages"][0]
    assert (worst["purl"], worst["places"][0]["line"], worst["upgrade"]["to"]) == ("pkg:pypi/barnacle@1.0", 1, "1.4.2")
    assert worst["vulnerabilities"][0]["severity"]["rating"] == "critical"
    assert worst["vulnerabilities"][0]["aliases"] == ["CVE-2026-90001"]
    assert value["advisories"]["records"] == 2


@pytest.mark.parametrize(("level", "code"), [("any", 1), ("critical", 1), ("never", 0)])
def test_levels(tree: Path, capsys: pytest.CaptureFixture[str], level: str, code: int) -> None:
    assert told(capsys, str(tree), "--fail-on", level)[0] == code


def test_what_nobody_rated_counts_as_the_worst(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(tree, {"requirements.txt": "anchor==2.0\n"})
    assert told(capsys, str(tree), "--fail-on", "critical")[0] == 1


@pytest.mark.parametrize(("meaning", "code"), [("breaching", 1), ("ignored", 0), ("critical", 1)])
def test_the_project_says_what_an_unknown_severity_means(
    tree: Path, capsys: pytest.CaptureFixture[str], meaning: str, code: int
) -> None:
    lay(tree, {"requirements.txt": "anchor==2.0\n", "troth.toml": f'[severity]\nunknown = "{meaning}"\n'})
    assert told(capsys, str(tree))[0] == code
    assert told(capsys, str(tree), "--fail-on", "critical")[0] == code
    lay(tree, {"requirements.txt": LOCK})
    assert told(capsys, str(tree))[0] == 1


def test_test_data_is_told_only_when_asked(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "fixtures" not in told(capsys, str(tree))[1]
    code, page = told(capsys, str(tree), "--all")
    assert code == 1
    assert "tests/fixtures/requirements.txt:1" in page


def test_the_register_waives(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(tree, {"requirements.txt": "barnacle==1.0\n"})
    entry = '[[waiver]]\ntarget = "CVE-2026-90001"\nreason = "not reachable"\nowner = "Harbour"\nuntil = {}\n'
    lay(tree, {"troth.toml": entry.format("2999-01-01")})
    code, page = told(capsys, str(tree))
    assert code == 0
    assert "waived: 1 weakness" in page
    assert "no weakness is known in 2 components" in page
    lay(tree, {"troth.toml": entry.format("2020-01-01")})
    assert told(capsys, str(tree))[0] == 1


def test_one_lockfile_and_an_ecosystem_that_nobody_knows(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, str(tree / "requirements.txt"))[0] == 1
    lock = 'version = 4\n\n[[package]]\nname = "keel"\nversion = "1.0.0"\nsource = "registry+https://github.com/rust-lang/crates.io-index"\n'
    lay(tree / "rust", {"Cargo.lock": lock})
    code, page = told(capsys, str(tree / "rust"))
    assert code == 4
    assert page.startswith(
        "rust   no weakness is known in 1 component\nbut not all could be looked up: no advisories of crates.io"
    )


def test_what_is_not_pinned_was_not_looked_up(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lay(tree, {"requirements.txt": "quartz==1.0\nbarnacle>=1.0\n"})
    code, page = told(capsys, str(tree))
    assert code == 4
    assert "but not all could be looked up" in page
    assert "barnacle" in page


def test_without_advisories_it_says_what_to_do(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TROTH_ADVISORIES", str(tmp_path / "none.sqlite"))
    assert main(["vulnerable", str(tmp_path)]) == 2
    said = capsys.readouterr().err
    assert "no advisories here yet" in said
    assert "troth advisories update --from DIR" in said
    assert main(["vulnerable", str(tmp_path), "--advisories", str(tmp_path)]) == 2


def test_where_nothing_was_looked_up_it_is_not_all_well(tree: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A folder without a lockfile, or on the wrong path, is never clean."""
    empty = tree.parent / "empty"
    empty.mkdir()
    code, page = told(capsys, str(empty))
    assert code == 4
    assert page.startswith("empty   nothing was looked up\n")
    assert "no lockfile here names a package" in page
