from __future__ import annotations

import json
import os
from argparse import Namespace
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from troth import pipeline
from troth.cli.__main__ import main
from troth.evidence.repository import Repository

POLICY = "# Security\n\nWe run `bandit` on every pull request.\nWrite to security@lighthouse.example.org.\n"


@pytest.fixture(autouse=True)
def _cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture
def root(git_tree: Callable[..., Repository]) -> Path:
    return git_tree((("2025-01-01", {"SECURITY.md": POLICY, "a.py": "x = 1\n"}, ()),)).root


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One entry for each time that the tree was really looked at."""
    found: list[int] = []
    whole = pipeline.check

    def noted(*given: object) -> object:
        found.append(1)
        return whole(*given)  # type: ignore[arg-type]

    monkeypatch.setattr(pipeline, "check", noted)
    return found


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["check", "--no-tools", *words])
    return code, capsys.readouterr().out


def test_the_same_is_said_without_looking_again(
    root: Path, looks: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    first = said(capsys, str(root), "--json")
    assert said(capsys, str(root), "--json") == first
    assert len(looks) == 1
    assert json.loads(first[1])["verdicts"]
    text = said(capsys, str(root))
    again = said(capsys, str(root))
    assert len(looks) == 2
    assert again[0] == text[0]
    assert again[1].partition("\n")[2] == text[1].partition("\n")[2]
    assert again[1].splitlines()[0].endswith(" s")


def test_every_change_looks_again(root: Path, looks: list[int], capsys: pytest.CaptureFixture[str]) -> None:
    said(capsys, str(root))
    (root / "a.py").write_text("x = 2\n")
    said(capsys, str(root))
    assert len(looks) == 2
    for words in (["--at", "2026-01-01"], ["-v"], ["--fail-on", "never"], ["--no-cache"], ["--no-cache"]):
        said(capsys, str(root), *words)
    assert len(looks) == 7


def test_other_advisories_look_again(
    root: Path, looks: list[int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("TROTH_ADVISORIES", str(tmp_path / "index"))
    said(capsys, str(root))
    (tmp_path / "index").write_bytes(b"no index")
    said(capsys, str(root))
    assert len(looks) == 2


def test_a_policy_outside_of_the_tree_is_not_kept(
    root: Path, looks: list[int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "OTHER.md").write_text(POLICY)
    for _ in range(2):
        said(capsys, str(root), "--policy", str(tmp_path / "OTHER.md"))
    assert len(looks) == 2


def test_a_folder_that_is_no_checkout_is_not_kept(
    looks: list[int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    (tmp_path / "plain").mkdir()
    (tmp_path / "plain" / "SECURITY.md").write_text(POLICY)
    for _ in range(2):
        said(capsys, str(tmp_path / "plain"))
    assert len(looks) == 2


def test_beside_the_owners_repository_nothing_is_kept(
    root: Path, looks: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    (root.parent / ".github").mkdir()
    for _ in range(2):
        said(capsys, str(root))
    assert len(looks) == 2


@pytest.mark.parametrize(
    "promise", ["We allow only permissive licenses (MIT, Apache-2.0) in our dependencies.", POLICY], ids=["asks", "not"]
)
def test_what_lies_in_the_module_cache_of_go_is_looked_up_again(
    root: Path, looks: list[int], capsys: pytest.CaptureFixture[str], promise: str
) -> None:
    (root / "SECURITY.md").write_text(f"# Security\n\n{promise}\n")
    (root / "go.mod").write_text("module example.org/keel\n\ngo 1.22\n")
    for _ in range(2):
        said(capsys, str(root))
    assert len(looks) == (1 if promise == POLICY else 2)


def test_another_day_another_terminal_and_other_programs_look_again(
    root: Path, looks: list[int], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    said(capsys, str(root))
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    said(capsys, str(root))
    said(capsys, str(root))
    assert len(looks) == 2
    (tmp_path / "a-new-program").touch()
    said(capsys, str(root))
    assert len(looks) == 3
    said(capsys, str(root), "--color", "always")
    assert len(looks) == 4
    monkeypatch.setattr("troth.evidence.results.program.facts", lambda: ["another Troth"])
    said(capsys, str(root))
    assert len(looks) == 5


def test_the_day_is_part_of_the_key(root: Path) -> None:
    from troth.cli import kept_checks

    arguments = Namespace(path=str(root), no_cache=False, organisation="", policy=[], advisories="")
    first, second = (kept_checks.key(arguments, date(2026, 1, day), (False, 80)) for day in (1, 2))
    assert first
    assert first != second
    assert kept_checks.key(arguments, date(2026, 1, 1), (False, 100)) != first


def test_a_check_that_started_a_tool_is_not_kept(
    root: Path, looks: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "SECURITY.md").write_text(
        "# Security\n\n```sh\nbandit -r .\n```\n\nWe run `bandit -r .` before each release.\n"
    )
    for _ in range(2):
        main(["check", str(root)])
    assert len(looks) == 2
    capsys.readouterr()


def test_damaged_and_foreign_files_are_not_believed(
    root: Path, looks: list[int], capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    first = said(capsys, str(root), "--json")
    (kept,) = (tmp_path / "cache" / "troth" / "checks").iterdir()
    kept.write_bytes(b"\xc1")
    assert said(capsys, str(root), "--json") == first
    kept.chmod(0o666)
    assert said(capsys, str(root), "--json") == first
    assert len(looks) == 3


def test_a_document_that_git_ignores_and_the_policy_links_to_looks_again(
    git_tree: Callable[..., Repository], looks: list[int], capsys: pytest.CaptureFixture[str]
) -> None:
    policy = "# Security\n\nThe full policy is in [the details](private/DETAILS.md).\nWrite to a@harbour.dev.\n"
    files = {"SECURITY.md": policy, ".gitignore": "private\n"}
    root = git_tree((("2025-01-01", files, ()),)).root
    said(capsys, str(root))
    said(capsys, str(root))
    assert len(looks) == 1
    (root / "private").mkdir()
    (root / "private" / "DETAILS.md").write_text("We run `gosec` in CI.\n")
    said(capsys, str(root))
    assert len(looks) == 2


def audited(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    capsys.readouterr()
    code = main(["audit", *words])
    return code, capsys.readouterr().out


def test_an_audit_that_started_no_tool_is_said_again_and_again(
    git_tree: Callable[..., Repository], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:  # fmt: skip
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    root = git_tree((("2025-01-01", {"SECURITY.md": "We use `bandit`.\n", "a.py": "x = 1\n"}, ()),)).root
    told = [audited(capsys, str(root), "--json") for _ in range(2)]
    assert ['"how": "run"' in out for _, out in told] == [True, False]
    text = audited(capsys, str(root))
    monkeypatch.setattr("troth.cli.audit.examine", lambda *_: pytest.fail("it was worked out again"))
    again = audited(capsys, str(root), "--json")
    assert again[0] == told[1][0] == 0
    assert again[1].rpartition('"seconds": ')[0] == told[1][1].rpartition('"seconds": ')[0]
    assert json.loads(again[1])["summary"]["seconds"] < 60
    assert audited(capsys, str(root))[1].partition("\n")[2] == text[1].partition("\n")[2]
    with pytest.raises(pytest.fail.Exception):
        audited(capsys, str(root), "--no-cache")
    (root / "a.py").write_text("x = 2\n")
    with pytest.raises(pytest.fail.Exception):
        audited(capsys, str(root))


def test_a_tool_that_was_exchanged_in_its_place_looks_again(tmp_path: Path) -> None:
    from troth.cli import kept_checks

    tool = tmp_path / "tool"
    tool.write_text("one")
    kept_checks.keep("name", kept_checks.Printed.of("said\n", 0, 1.0, beside=[tool]))
    assert kept_checks.find("name") is not None
    tool.write_text("two")
    assert kept_checks.find("name") is None
