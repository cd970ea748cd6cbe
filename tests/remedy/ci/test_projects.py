"""Jobs fail for the reason that is promised, and not because of the ground that they run on."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml

from remedy.ci.taking_up import Capture, Taken, lay, policy, sound, take_up

APP = {"src/app.py": "import os\n", "src/more.py": "A = 1\n"}


def jobs(
    root: Path, capsys: Capture, files: dict[str, str], *sentences: str, host: str = "github"
) -> tuple[dict[str, Any], Taken]:
    lay(root, {**files, "SECURITY.md": policy(*sentences)})
    taken = take_up(capsys, root, host)
    sound(taken)
    path = root / (".gitlab-ci.yml" if host == "gitlab" else ".github/workflows/promises.yml")
    written = yaml.safe_load(path.read_text()) if path.exists() else {}
    return (written if host == "gitlab" else written.get("jobs", {})), taken


def inputs(job: dict[str, Any], action: str) -> dict[str, Any]:
    return next(step.get("with", {}) for step in job["steps"] if step.get("uses", "").startswith(f"{action}@"))


def module(version: str) -> str:
    return f"module example.org/a\n\ngo {version}\n"


@pytest.mark.parametrize(
    ("modules", "expected"),
    [
        ({"a": "1.21", "b": "1.24.4", "c": "1.9"}, {"go-version-file": "b/go.mod"}),
        ({"a": "1.22.10", "b": "1.22.9"}, {"go-version-file": "a/go.mod"}),
        ({"a": "1.18"}, {"go-version": "stable"}),
        ({"a": "1.20"}, {"go-version": "stable"}),
    ],
)
def test_go_is_new_enough_for_every_module_and_for_the_tool(
    modules: dict[str, str], expected: dict[str, str], tmp_path: Path, capsys: Capture
) -> None:
    files = {f"{name}/go.mod": module(version) for name, version in modules.items()}
    files |= {f"{name}/main.go": "package main\n\nfunc main() {}\n" for name in modules}
    written, _ = jobs(tmp_path, capsys, files, "We run `govulncheck` in CI.")
    assert inputs(written["govulncheck"], "actions/setup-go") == {**expected, "cache": False}


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({".python-version": "3.12\n"}, {"python-version-file": ".python-version"}),
        ({".python-version": "3.9.1\n"}, {"python-version": "3.13"}),
        ({".python-version": "my-env\n", "pyproject.toml": '[project]\nrequires-python = ">=3.8"\n'},
         {"python-version": "3.13"}),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.8"\n'}, {"python-version-file": "pyproject.toml"}),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.8, <4"\n'}, {"python-version-file": "pyproject.toml"}),
        ({"pyproject.toml": '[project]\nrequires-python = ">=3.8,<3.10"\n'}, {"python-version": "3.13"}),
        ({"pyproject.toml": '[project]\nrequires-python = "~=3.9"\n'}, {"python-version": "3.13"}),
    ],
)  # fmt: skip
def test_python_is_one_on_which_the_tool_runs(
    files: dict[str, str], expected: dict[str, str], tmp_path: Path, capsys: Capture
) -> None:
    written, _ = jobs(tmp_path, capsys, {**APP, **files}, "We run `bandit` in CI.")
    assert inputs(written["bandit"], "actions/setup-python") == expected


def test_clippy_is_added_to_the_toolchain_that_the_project_chooses(tmp_path: Path, capsys: Capture) -> None:
    crate = '[package]\nname = "a"\nversion = "1.0.0"\n'
    files = {"Cargo.toml": crate, "src/lib.rs": "", "rust-toolchain.toml": '[toolchain]\nchannel = "1.80"\n'}
    written, _ = jobs(tmp_path, capsys, files, "We run `clippy` in CI.")
    added = next(step for step in written["clippy"]["steps"] if "rustup" in step.get("run", ""))
    assert "working-directory" not in added


def test_of_a_workspace_below_the_top_only_its_top_runs(tmp_path: Path, capsys: Capture) -> None:
    crate = '[package]\nname = "a"\nversion = "1.0.0"\n'
    files = {"rust/Cargo.toml": '[workspace]\nmembers = ["a"]\n', "rust/a/Cargo.toml": crate, "rust/a/src/lib.rs": ""}
    written, _ = jobs(tmp_path, capsys, {**files, "tool/Cargo.toml": crate}, "We run `clippy` in CI.")
    runs = [step for step in written["clippy"]["steps"] if step.get("run", "").startswith("cargo clippy")]
    assert [step["working-directory"] for step in runs] == ["rust", "tool"]


@pytest.mark.parametrize(
    ("ends", "mode", "built"),
    [(("java",), "none", False), (("cs", "py"), "none", False), (("kt",), None, True), (("go", "java"), None, True),
     (("py",), None, False)],
)  # fmt: skip
def test_codeql_sees_code_that_has_to_be_compiled(
    ends: tuple[str, ...], mode: str | None, built: bool, tmp_path: Path, capsys: Capture
) -> None:
    files = {f"src/{name}.{end}": "\n" for end in ends for name in ("a", "b")}
    lay(tmp_path, {**files, "SECURITY.md": policy("CodeQL runs in `.github/workflows/codeql.yml`.")})
    take_up(capsys, tmp_path)
    found = sorted((tmp_path / ".github/workflows").glob("*.yml"))
    assert found
    job = yaml.safe_load(found[0].read_text())["jobs"]["codeql"]
    assert inputs(job, "github/codeql-action/init").get("build-mode") == mode
    assert any("autobuild" in step.get("uses", "") for step in job["steps"]) is built
    assert job["permissions"] == {"contents": "read", "actions": "read", "security-events": "write"}


@pytest.mark.parametrize("table", ['dynamic = ["dependencies"]', 'name = "a"'])
def test_pip_audit_is_not_run_where_it_would_find_nothing_whatever_is_used(
    table: str, tmp_path: Path, capsys: Capture
) -> None:
    files = {**APP, "pyproject.toml": f"[project]\n{table}\n", "setup.py": "from setuptools import setup\n\nsetup()\n"}
    written, taken = jobs(tmp_path, capsys, files, "We run `pip-audit` in CI.")
    assert not written
    assert re.search(r"lists dependencies", " ".join(one["reason"] for one in taken.unmended))


def test_a_job_of_gitlab_has_the_git_that_its_tool_calls(tmp_path: Path, capsys: Capture) -> None:
    hook = "repos:\n  - repo: local\n    hooks:\n      - {id: a, name: a, entry: a, language: system}\n"
    files = {**APP, ".pre-commit-config.yaml": hook}
    written, _ = jobs(tmp_path, capsys, files, "We run `pre-commit` in CI.", host="gitlab")
    assert "git" in written["promised-pre-commit"]["script"][0]


def test_an_entry_that_is_there_is_neither_doubled_nor_hurried(tmp_path: Path, capsys: Capture) -> None:
    bot = (
        'version: 2\nupdates:\n  - package-ecosystem: "github-actions"\n    directory: "/.github/workflows"\n'
        "    schedule:\n      interval: monthly\n"
    )
    files = {**APP, "requirements.txt": "flask==3.0.0\n", ".github/dependabot.yml": bot}
    jobs(tmp_path, capsys, files, "We run `bandit` in CI.", "Dependencies are updated regularly.")
    updates = yaml.safe_load((tmp_path / ".github/dependabot.yml").read_text())["updates"]
    assert [one["package-ecosystem"] for one in updates] == ["github-actions", "pip"]
    assert updates[0]["schedule"] == {"interval": "monthly"}


def test_an_interval_that_is_no_longer_weekly_has_no_day(tmp_path: Path, capsys: Capture) -> None:
    bot = (
        "version: 2\nupdates:\n  - package-ecosystem: pip\n    directory: /\n    schedule:\n"
        '      interval: "weekly"\n      day: "monday"\n      time: "09:00"\n    open-pull-requests-limit: 5\n'
    )
    files = {**APP, "requirements.txt": "flask==3.0.0\n", ".github/dependabot.yml": bot}
    jobs(tmp_path, capsys, files, "Dependencies are updated daily by Dependabot.")
    updates = yaml.safe_load((tmp_path / ".github/dependabot.yml").read_text())["updates"]
    assert updates[0]["schedule"] == {"interval": "daily", "time": "09:00"}
    assert updates[0]["open-pull-requests-limit"] == 5


def test_a_tool_whose_key_is_dead_gets_no_second_job(tmp_path: Path, capsys: Capture) -> None:
    """What ails it is mended by the other command, and whether it runs is known to the host alone."""
    scan = (
        "on: [push, pull_request]\njobs:\n  scan:\n    if: ${{ vars.SCAN == 'true' }}\n    runs-on: ubuntu-latest\n"
        "    steps:\n      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n      - run: bandit -c pyproject.toml -r src\n"
    )
    hook = (
        "repos:\n  - repo: https://github.com/PyCQA/bandit\n    rev: 1.9.4\n    hooks:\n      - id: bandit\n"
        '        args: ["-c", "pyproject.toml"]\n'
    )
    files = {
        **APP,
        "pyproject.toml": '[tool.bandit]\ntargets = ["src"]\n',
        ".github/workflows/scan.yml": scan,
        ".pre-commit-config.yaml": hook,
    }
    written, taken = jobs(tmp_path, capsys, files, "We run `bandit` on every pull request and as a pre-commit hook.")
    assert "bandit" not in written
    assert "troth fix" in " ".join(one["reason"] for one in taken.unmended)
