"""What the documents say is so: commands exist, links lead somewhere, generated pages are fresh."""

from __future__ import annotations

import importlib.util
import json
import os
import re
import subprocess
from pathlib import Path
from types import ModuleType

import pytest

from troth.cli.commands import COMMANDS
from troth.controls import CONTROLS
from troth.report import changes_formats, formats

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")]
DOCUMENTS += sorted((ROOT / "docs").rglob("*.md"))


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "scripts" / f"{name}.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_documents_name_only_commands_that_exist(path: Path) -> None:
    named = re.findall(
        r"(?:^|[`$ (/])troth ([a-z]+)\b",
        "\n".join(re.findall(r"`[^`\n]+`|^\s*\$? ?troth .*$", path.read_text(), re.MULTILINE)),
    )
    assert set(named) <= set(COMMANDS)


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    prose = re.sub(r"^(`{3,}).*?^\1", "", path.read_text(), flags=re.DOTALL | re.MULTILINE)
    for target in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", prose):
        assert (path.parent / target).exists(), target


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_exist(path: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    assert set(re.findall(r"`make ([a-z-]+)", path.read_text())) <= targets


def test_make_help_explains_every_target() -> None:
    makefile = (ROOT / "Makefile").read_text()
    targets = set(re.findall(r"^([a-z-]+):(?!=)", makefile, re.MULTILINE)) - {"check-toolchains"}
    done = subprocess.run(["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True)
    assert set(re.findall(r"^  make ([a-z-]+) ", done.stdout, re.MULTILINE)) == targets


def test_make_test_lints_and_runs_all_tests_and_those_of_the_desk_on_postgresql() -> None:
    """It hands its parts to makes of their own, which run them side by side: none may be lost on the way."""
    own = {name: value for name, value in os.environ.items() if "MAKE" not in name and name not in {"MFLAGS", "JOBS"}}
    command = ["make", "-n", "test"]
    said = subprocess.run(command, cwd=ROOT, env=own, capture_output=True, text=True, check=True).stdout
    lines = [line.strip() for line in said.splitlines()]
    style = ("ruff check .", "ruff format --check .")
    for program in ("mypy", *style, "lint-imports", "pytest -q -n auto --dist worksteal"):
        assert any(line.endswith(f"bin/{program}") for line in lines), program
    assert any("bin/bandit " in line and line.endswith(" src") for line in lines)
    assert any("on_postgres.sh" in line and "-m 'not looks' tests/desk" in line for line in lines)


@pytest.mark.parametrize(("fails", "names"), [("", ""), ("-n", "test.sqlite"), ("looks", "test.postgresql")])
def test_make_test_fails_with_the_half_that_fails(tmp_path: Path, fails: str, names: str) -> None:
    """What the half on PostgreSQL says stands in the log too, whether or not it comes to its end."""
    (tmp_path / "Makefile").write_text((ROOT / "Makefile").read_text())
    for at, name in enumerate(("requirements-dev.txt", "pyproject.toml", "ready")):
        (tmp_path / name).touch()
        os.utime(tmp_path / name, (at, at))
    fake = f"""#!/bin/bash
case "$*" in *looks*) echo "7 passed in 1s"; half=looks;; *) half=-n;; esac
[ "$half" != "{fails}" ]
"""
    for name in ("bin/pytest", "scripts/on_postgres.sh"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(fake if name == "bin/pytest" else '#!/bin/bash\n"$@"\n')
        (tmp_path / name).chmod(0o755)
    own = {name: value for name, value in os.environ.items() if "MAKE" not in name and name not in {"MFLAGS", "JOBS"}}
    done_before = [word for name in ("setup", "check-toolchains", "tools", "lint") for word in ("-o", name)]
    command = ["make", *done_before, "BIN=bin", "READY=ready", "test"]
    done = subprocess.run(command, cwd=tmp_path, env=own, capture_output=True, text=True, check=False)
    assert "On PostgreSQL: 7 passed in 1s\n" in done.stdout
    assert (tmp_path / "build/tests-on-postgresql.txt").read_text() == "7 passed in 1s\n"
    assert (done.returncode == 0) is (not fails), done
    assert re.findall(r"\*\*\* \[\S+ (test\.\w+)\] Error", done.stderr) == [names] * bool(fails)


def test_the_readme_has_one_command_to_install_and_two_to_set_up() -> None:
    section = re.search(r"## Set up\n(.*?)\n## ", (ROOT / "README.md").read_text(), re.DOTALL)
    assert section
    install, set_up = re.findall(r"```sh\n(.*?)```", section[1], re.DOTALL)
    assert [line.split("#")[0].strip().rpartition("bin/")[2] for line in install.splitlines()] == ["pip install ."]
    assert [line.split("#")[0].strip() for line in set_up.splitlines()] == ["make run", "make test"]


def test_every_script_a_make_target_calls_exists() -> None:
    for name in re.findall(r"(?:scripts|bench)/[\w.]+", (ROOT / "Makefile").read_text()):
        assert (ROOT / name).is_file(), name


def test_pages_of_controls_are_fresh() -> None:
    wanted = script("write_control_pages").rendered()
    folder = {path.name: path.read_text() for path in (ROOT / "docs" / "controls").glob("*.md")}
    assert folder == wanted, "run make docs"


def test_the_page_of_phrases_is_fresh() -> None:
    assert (ROOT / "docs" / "phrases.md").read_text() == script("write_phrase_page").rendered(), "run make docs"


def test_the_page_of_lockfiles_is_fresh() -> None:
    assert (ROOT / "docs" / "inventory.md").read_text() == script("write_inventory_page").rendered(), "run make docs"


def test_the_reference_is_fresh() -> None:
    wanted = script("write_reference").rendered()
    folder = ROOT / "docs" / "reference"
    there = {path.relative_to(folder).as_posix(): path.read_text() for path in folder.rglob("*.md")}
    stale = sorted(name for name in {*wanted, *there} if wanted.get(name) != there.get(name))
    assert not stale, "run scripts/write_reference.py, or make docs"


def test_the_reference_names_every_format_of_the_commands() -> None:
    page = script("write_reference").formats_page()
    for command, names in (("check", formats.FORMATS), ("drift --since REV", changes_formats.FORMATS)):
        part = page.split(f"## `troth {command} --format`\n")[1].split("\n## ")[0]
        assert re.findall(r"^\| `([a-z-]+)` \| \S", part, re.MULTILINE) == list(names)


def test_the_reference_names_every_option_and_every_exit_code_of_the_help() -> None:
    reference = script("write_reference")
    for name in COMMANDS:
        page = reference.command_page(name)
        for words, parser in reference.parsers(name):
            said = parser.format_help()
            flags = set(re.findall(r"(?<![\w-])--[a-z][a-z-]*", said.partition("Exit codes")[0])) - {"--help"}
            assert all(flag in page for flag in flags), words
            for code in re.findall(r"\b(\d) \w", said.partition("Exit codes:")[2]):
                assert f"**{code}**" in page, words


def test_coverage_is_fresh() -> None:
    assert (ROOT / "docs" / "coverage.md").read_text() == script("write_coverage").page(), "run make coverage"


def test_every_clause_has_a_row_with_a_control_and_a_test_that_exist() -> None:
    clauses = json.loads((ROOT / "docs" / "coverage" / "clauses.json").read_text())
    rows = re.findall(
        r"^\| ([ab]-[\w-]+) \| [AB] \d+ \| .* \| (.*) \| (.*) \| (.*) \|$",
        (ROOT / "docs" / "coverage.md").read_text(),
        re.MULTILINE,
    )
    assert len(clauses) == 143
    assert [row[0] for row in rows] == [clause["id"] for clause in clauses]
    known = {control.name for control in CONTROLS} | {"not judged yet", "noted", "nothing to judge"}
    for _, _, judged, tests in rows:
        assert set(judged.split(", ")) <= known
        files = re.findall(r"`([^`]+)`", tests)
        assert files
        assert all((ROOT / file).is_file() for file in files), files


def test_the_table_of_exit_codes_is_that_of_the_code() -> None:
    from troth.cli import audit, boundary
    from troth.terms.errors import TrothError

    told = set(map(int, re.findall(r"^\| (\d+) \|", (ROOT / "docs" / "exit-codes.md").read_text(), re.MULTILINE)))
    ours = {audit.FOUND, audit.NOT_WHOLE, TrothError.exit_code}
    assert told == {0, 1, *ours, boundary.INTERNAL, boundary.INTERRUPTED, boundary.PIPE_CLOSED}


def test_the_lock_names_exact_versions_and_no_address() -> None:
    lines = [line for line in (ROOT / "requirements-dev.txt").read_text().splitlines() if not line.startswith("#")]
    assert lines
    assert all(re.fullmatch(r"[\w.-]+==[\w.!+-]+", line) for line in lines)


def test_the_page_of_the_audit_names_the_options_that_it_has() -> None:
    from troth.cli.completion import commands

    page = (ROOT / "docs" / "audit.md").read_text()
    table = "\n".join(line for line in page.splitlines() if line.startswith("| `"))
    told = set(re.findall(r"`(--?[a-z-]+)", table))
    known = {flag for option in commands()["audit"] for flag in option.flags}
    assert told == known - {"-h", "--help"}
    assert set(re.findall(r"(?<![\w-])(--[a-z][a-z-]+)", page)) <= known
    from troth.evidence.results.store import FOLDER
    from troth.terms.audit import AT_ONCE, LIMIT

    assert f"({LIMIT:g})" in table
    assert f"({AT_ONCE})" in table
    assert FOLDER in page
