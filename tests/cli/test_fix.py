"""``troth fix`` shows first, writes whole or not at all, and says with its exit code whether there is something to mend."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path

import pytest

from advisories.shelf import export, record
from troth.cli.__main__ import main

POLICY = "# Security\n\n## Python dependencies\n\n- Use `==` for critical packages (ferry) and `~=` for others\n"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "SECURITY.md").write_text(POLICY)
    (tmp_path / "requirements.txt").write_bytes(b"ferry>=1.2.3\r\nlighthouse>=2.1\r\n")
    (tmp_path / "go.mod").write_text("module harbour\n\ngo 1.21\n")
    return tmp_path


def test_it_shows_and_writes_nothing(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = {path: path.read_bytes() for path in root.iterdir()}
    assert main(["fix", str(root)]) == 1
    told = capsys.readouterr().out
    assert "-ferry>=1.2.3" in told
    assert "+ferry==1.2.3" in told
    assert "SECURITY.md:5 “" in told
    assert "2 promises from broken to kept" in told
    assert f"troth fix {root} --write" in " ".join(told.split())
    assert {path: path.read_bytes() for path in root.iterdir()} == before


def test_it_writes_once(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", str(root), "--write"]) == 0
    assert (root / "requirements.txt").read_bytes() == b"ferry==1.2.3\r\nlighthouse~=2.1\r\n"
    assert "1 file written" in capsys.readouterr().out
    assert main(["fix", str(root)]) == 0
    assert capsys.readouterr().out == "Nothing here that troth fix could mend.\n"
    assert main(["check", str(root), "--no-tools"]) == 0


def test_one_rule_or_one_promise_alone(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", str(root), "--only", "toolchain"]) == 0
    capsys.readouterr()
    main(["check", str(root), "--json"])
    ids = [one["id"] for one in json.loads(capsys.readouterr().out)["verdicts"]]
    assert main(["fix", str(root), "--only", ids[0], "--json"]) == 1
    said = json.loads(capsys.readouterr().out)
    assert [serves["id"] for serves in said["edits"][0]["serves"]] == [ids[0]]
    assert said["written"] is False
    assert "lighthouse~=" not in said["edits"][0]["diff"]
    assert main(["fix", str(root), "--only", "no-such-thing"]) == 2
    assert "no rule and no promise is called no-such-thing" in capsys.readouterr().err


def test_the_rules_are_listed(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["fix", "--list"]) == 0
    assert capsys.readouterr().out.startswith("pin ")
    assert main(["fix", "--list", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["rule"] == "pin"


def test_the_diff_is_one_that_git_applies(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    main(["fix", str(root), "--json"])
    diffs = "".join(edit["diff"] for edit in json.loads(capsys.readouterr().out)["edits"])
    assert "+ferry==1.2.3" in diffs
    (root / "requirements.txt").write_bytes(b"ferry>=1.2.3\nlighthouse>=2.1\n")
    main(["fix", str(root), "--json"])
    diffs = "".join(edit["diff"] for edit in json.loads(capsys.readouterr().out)["edits"])
    subprocess.run(["git", "init", "-q", root], check=True)
    subprocess.run(["git", "apply", "-"], input=diffs, text=True, cwd=root, check=True)
    assert (root / "requirements.txt").read_text() == "ferry==1.2.3\nlighthouse~=2.1\n"


def test_versions_with_known_weaknesses_are_told(
    root: Path,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path_factory.mktemp("advisories")
    monkeypatch.setenv("TROTH_ADVISORIES", str(folder / "index.sqlite"))
    mirror = export(
        folder / "osv", PyPI=[record("PYSEC-2026-1", name="ferry", fixed="1.4"), record("PYSEC-2026-2", name="pilot")]
    )
    assert main(["advisories", "update", "--from", str(mirror)]) == 0
    capsys.readouterr()
    assert main(["fix", str(root)]) == 1
    told = " ".join(capsys.readouterr().out.split())
    assert "raise them: ferry 1.2.3 (PYSEC-2026-1)" in told
    assert "pilot" not in told
