"""The rooms, registries and habits of the house, held by machine."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

from troth.cli.commands import COMMANDS
from troth.controls import CONTROLS, pages
from troth.evidence import tools
from troth.evidence.gather import GATHERERS
from troth.report.formats import FORMATS
from troth.terms import wants
from troth.terms.answer import Want

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "troth"
MODULES = sorted(SOURCE.rglob("*.py"))
LONGEST_MODULE, LONGEST_FUNCTION = 500, 80


def tracked() -> list[Path]:
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
    return [path for name in done.stdout.split("\0") if name and (path := ROOT / name).is_file()]


def parsed(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def test_rooms_stand_in_order() -> None:
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_control_is_registered() -> None:
    folder = {
        path.stem.replace("_", "-") for path in (SOURCE / "controls").glob("*.py") if "\nCONTROL = " in path.read_text()
    }
    assert {control.name for control in CONTROLS} == folder
    assert len(CONTROLS) == len(folder)


def test_every_tool_is_registered() -> None:
    folder = {
        path.stem
        for path in (SOURCE / "evidence" / "tools").glob("*.py")
        if re.search(r"^RECORD\b", path.read_text(), re.MULTILINE)
    }
    assert len(tools.RECORDS) == len(folder)
    names = [record.name.name for record in tools.RECORDS]
    assert len(names) == len(set(names))


def test_every_command_is_registered() -> None:
    folder = {path.stem for path in (SOURCE / "cli").glob("*.py") if "\ndef run(arguments" in path.read_text()}
    folder |= {path.stem for path in (SOURCE / "cli").glob("*.py") if "\ndef run(_: argparse" in path.read_text()}
    assert set(COMMANDS) == folder


AWAITED = {wants.Advisories, wants.Vulnerabilities, wants.OwnWeaknesses, wants.Exposures}
"""Wants that another room answers, or that nothing answers yet."""


def test_every_want_has_its_gatherer() -> None:
    asked = {
        want for want in vars(wants).values() if isinstance(want, type) and issubclass(want, Want) and want is not Want
    }
    answered = [gatherer.wants for gatherer in GATHERERS]
    assert set(answered) | AWAITED == asked
    assert len(answered) == len(set(answered))


@pytest.mark.parametrize("name", [control.name for control in CONTROLS])
def test_every_control_explains_itself(name: str) -> None:
    page = pages.of(name)
    assert tuple(page) == pages.SECTIONS
    assert all(len(text.split()) >= 5 for text in page.values())


@pytest.mark.parametrize("name", [control.name for control in CONTROLS])
def test_every_control_has_a_case_for_each_standing_it_can_give(name: str) -> None:
    module = SOURCE / "controls" / f"{name.replace('-', '_')}.py"
    cases = ROOT / "tests" / "controls" / f"test_{module.stem}.py"
    # names that are used, not those that are only imported
    used = {node.id for node in ast.walk(parsed(cases)) if isinstance(node, ast.Name)}
    used |= {node.attr for node in ast.walk(parsed(cases)) if isinstance(node, ast.Attribute)}
    for standing in set(re.findall(r"Standing\.(KEPT|AT_RISK|BROKEN|UNPROVEN)", module.read_text())):
        assert standing in used, f"{cases.name} has no case that ends {standing.lower()}"


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(SOURCE).as_posix())
def test_modules_keep_the_house_measures(path: Path) -> None:
    text = path.read_text()
    tree = parsed(path)
    assert len(text.splitlines()) <= LONGEST_MODULE
    assert ast.get_docstring(tree), "a module opens with one sentence"
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            assert (node.end_lineno or 0) - node.lineno < LONGEST_FUNCTION, node.name


def test_only_the_command_line_prints_and_reads_the_clock() -> None:
    for path in MODULES:
        if path.is_relative_to(SOURCE / "cli"):
            continue
        for node in ast.walk(parsed(path)):
            if isinstance(node, ast.Call):
                assert ast.unparse(node.func) not in {"print", "datetime.now", "date.today", "time.time", "input"}, path


def test_broad_excepts_stand_only_at_the_boundary() -> None:
    broad = [
        path.relative_to(SOURCE).as_posix()
        for path in MODULES
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.ExceptHandler)
        and (node.type is None or ast.unparse(node.type) in {"Exception", "BaseException"})
    ]
    assert broad == ["cli/boundary.py"]


def test_no_file_names_a_package_registry() -> None:
    hosts = [
        ".".join(parts)
        for parts in (
            ("pypi", "org"),
            ("files", "pythonhosted", "org"),
            ("crates", "io"),
            ("registry", "npmjs", "org"),
            ("proxy", "golang", "org"),
        )
    ]
    for path in tracked():
        text = path.read_bytes().decode("utf-8", "replace")
        assert not [host for host in hosts if re.search(rf"//(?:[\w-]+\.)*{re.escape(host)}", text)], path


def test_no_file_is_left_half_done() -> None:
    mark = "TO" + "DO"
    for path in MODULES:
        assert mark not in path.read_text().replace(f'"{mark}', "").replace(f"|{mark}", "").replace(f"{mark}|", ""), (
            path
        )


def test_no_test_is_skipped_on_purpose() -> None:
    marks = re.compile("pytest" + r"\.(mark\.)?(skip|xfail|importorskip)")
    for path in (ROOT / "tests").rglob("*.py"):
        assert not marks.search(path.read_text()), path


@pytest.mark.parametrize("path", sorted((ROOT / "src").rglob("*.py")), ids=lambda path: path.name)
def test_messages_name_only_commands_that_exist(path: Path) -> None:
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            for command in re.findall(r"\btroth ([a-z]+)\b(?! import)", node.value):
                assert command in COMMANDS, f"{path.name}:{node.lineno} names troth {command}"


def test_every_format_of_a_check_is_registered() -> None:
    folder = {
        path.stem
        for path in (SOURCE / "report").glob("*.py")
        if "\ndef render(result: Result, seconds: float, manner: Manner) -> str:" in path.read_text()
        or "\ndef render(result: Result, _seconds: float, _manner: Manner) -> str:" in path.read_text()
        or "\ndef render(result: Result, _seconds: float, manner: Manner) -> str:" in path.read_text()
    }
    assert set(FORMATS.values()) == folder
