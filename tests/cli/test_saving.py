from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from troth import pipeline
from troth.cli import saving
from troth.cli.__main__ import main
from troth.evidence.repository import Repository
from troth.report.formats import FORMATS

POLICY = (
    "# Security\n\nCritical Python packages (flask, jinja2) are pinned with `==`.\n\nEmergency phone: +1-XXX-XXX-XXXX\n"
)
FILES = {"SECURITY.md": POLICY, "requirements.txt": "flask~=3.0\n", ".gitignore": "build/\n"}


@pytest.fixture(autouse=True)
def _own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    for name in ("GITHUB_WORKSPACE", "CI_PROJECT_DIR", saving.SUMMARY):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def root(git_tree: Callable[..., Repository]) -> Path:
    return git_tree((("2025-01-01", FILES, ()),)).root


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


def check(root: Path, *words: str) -> int:
    return main(["check", "--no-tools", str(root), *words])


def saved(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.iterdir())}


def every(folder: Path) -> list[str]:
    return [word for name in FORMATS for word in ("--save", f"{name}={folder / name}.out")]


def test_one_check_says_it_in_every_format(root: Path, looks: list[int], tmp_path: Path) -> None:
    out = tmp_path / "out"
    assert check(root, *every(out)) == 1
    assert len(looks) == 1
    assert set(saved(out)) == {f"{name}.out" for name in FORMATS}
    assert json.loads(saved(out)["sarif.out"])["runs"][0]["results"]


def test_each_file_is_what_the_format_prints(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    check(root, *every(tmp_path / "out"), "-q")
    files = saved(tmp_path / "out")
    for name in sorted(set(FORMATS) - {"text", "github"}):  # those tell seconds
        capsys.readouterr()
        check(root, "--format", name)
        assert capsys.readouterr().out == files[f"{name}.out"]


@pytest.mark.parametrize("name", FORMATS)
def test_the_exit_code_hangs_on_no_format(root: Path, name: str) -> None:
    assert check(root, "--format", name) == 1
    assert check(root, "--format", name, "--fail-on", "never") == 0


def test_what_is_kept_is_written_again(root: Path, looks: list[int], tmp_path: Path) -> None:
    out = tmp_path / "out"
    check(root, *every(out))
    first = saved(out)
    for path in out.iterdir():
        path.unlink()
    assert check(root, *every(out)) == 1
    assert len(looks) == 1
    assert saved(out) == first
    check(root, "--save", f"sarif={out / 'other'}")
    assert len(looks) == 2


def test_files_in_an_ignored_folder_disturb_no_later_check(root: Path, looks: list[int]) -> None:
    for _ in range(2):
        check(root, "--save", f"sarif={root / 'build' / 'troth.sarif'}")
    assert len(looks) == 1


def test_a_file_that_holds_it_already_is_left_alone(root: Path) -> None:
    path = root / "build" / "troth.sarif"
    check(root, "--save", f"sarif={path}")
    os.utime(path, (1, 1))
    check(root, "--save", f"sarif={path}")
    assert path.stat().st_mtime == 1
    path.write_text("else")
    check(root, "--save", f"sarif={path}")
    assert json.loads(path.read_text())["version"] == "2.1.0"


def test_secrets_are_covered_in_files(git_tree: Callable[..., Repository], tmp_path: Path) -> None:
    token = "ghp_" + "a1B2" * 9
    files = {
        "SECURITY.md": f"# Security\n\nWe run `bandit --token {token}` in CI.\n",
        ".github/workflows/a.yml": "on: push\n",
    }
    check(git_tree((("2025-01-01", files, ()),)).root, *every(tmp_path / "out"), "-v")
    for text in saved(tmp_path / "out").values():
        assert token not in text


@pytest.mark.parametrize("words", ["sarif", "sarif=", "=a", "nothing=a.txt"])
def test_what_is_no_target_is_refused(root: Path, words: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert check(root, "--save", words) == 2
    assert "FORMAT=FILE" in capsys.readouterr().err


def test_the_same_file_twice_is_refused_before_any_work(
    root: Path, looks: list[int], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(root, "--save", f"sarif={tmp_path / 'a'}", "--save", f"junit={tmp_path / 'x' / '..' / 'a'}") == 2
    assert looks == []
    assert "named twice" in capsys.readouterr().err


def test_a_tree_does_not_choose_what_is_written(root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "victim").write_text("precious")
    (root / "troth.sarif").symlink_to(outside / "victim")
    (root / "reports").symlink_to(outside)
    (root / "folder").mkdir()
    for name in ("troth.sarif", "reports/troth.sarif", "folder"):
        assert check(root, "--save", f"sarif={root / name}") == 2
        assert "name a plain file" in capsys.readouterr().err
    assert saved(outside) == {"victim": "precious"}


def test_what_cannot_be_written_is_said_after_what_was_found(
    root: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert check(root, "--save", f"sarif={tmp_path / 'file' / 'a.sarif'}") == 2
    told = capsys.readouterr()
    assert "2 broken" in told.out
    assert "cannot be" in told.err
    assert "Traceback" not in told.err


def test_the_void_takes_it(root: Path) -> None:
    assert check(root, "--save", "sarif=/dev/null") == 1
    assert Path("/dev/null").is_char_device()


class TestSummary:
    def test_the_summary_of_a_job_is_markdown(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        path = tmp_path / "summary.md"
        path.write_text("earlier\n")
        monkeypatch.setenv(saving.SUMMARY, str(path))
        check(root)
        assert path.read_text() == "earlier\n"
        check(root, "--format", "github")
        check(root, "--format", "github")
        assert path.read_text().startswith("earlier\n## Promises of ")
        assert path.read_text().count("## Promises of") == 2

    def test_it_stays_below_what_is_shown(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        path = tmp_path / "summary.md"
        monkeypatch.setenv(saving.SUMMARY, str(path))
        saving.summarise("ü line\n" * 300_000)
        assert path.stat().st_size <= saving.LARGEST_SUMMARY
        assert "The summary was cut here" in path.read_text()[-200:]
        saving.summarise("more\n" * 100_000)
        assert path.stat().st_size <= saving.LARGEST_SUMMARY
        path.read_bytes().decode()

    def test_without_one_nothing_is_written(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv(saving.SUMMARY, raising=False)
        saving.summarise("x")

    def test_one_that_cannot_be_written_is_said(
        self, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
    ) -> None:
        monkeypatch.setenv(saving.SUMMARY, str(tmp_path))
        assert check(root, "--format", "github") == 2
        assert "summary" in capsys.readouterr().err


def test_moved_lines_leave_the_fingerprints_of_real_checks(root: Path, tmp_path: Path) -> None:
    def prints(name: str) -> list[tuple[str, str, int]]:
        check(root, "--save", f"sarif={tmp_path / name}", "-v")
        found = json.loads((tmp_path / name).read_text())["runs"][0]["results"]
        return [
            (
                each["ruleId"],
                each["partialFingerprints"]["trothPromise/v1"],
                each["locations"][0]["physicalLocation"]["region"]["startLine"],
            )
            for each in found
        ]

    before = prints("before")
    (root / "SECURITY.md").write_text(
        POLICY.replace("# Security\n", "# Security\n" + "\nA note.\n" * 50).replace(
            "Critical Python", "**Critical**  Python"
        )
    )
    (root / "requirements.txt").write_text("# a comment\n" * 100 + FILES["requirements.txt"])
    after = prints("after")
    assert [each[:2] for each in after] == [each[:2] for each in before]
    assert all(new[2] == old[2] + 100 for old, new in zip(before, after, strict=True))
    (root / "SECURITY.md").write_text(POLICY.replace("flask, jinja2", "flask, quart").replace("Emergency", "Urgent"))
    assert {each[1] for each in prints("changed")} != {each[1] for each in before}
