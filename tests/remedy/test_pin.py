"""Looser dependency lines are written as tightly as promised, with no version that no file names."""

from __future__ import annotations

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from packaging.requirements import Requirement

from remedy.proving import Tree, after, mend_tree, policy, turned

EXACT = policy("## Python dependencies", "", "- Use `==` for critical packages (ferry, pilot) and `~=` for others")
R = "requirements.txt"


@pytest.mark.parametrize(
    ("line", "becomes"),
    [
        ("ferry>=1.2.3", "ferry==1.2.3"),
        ("ferry ~= 1.2.3  # why", "ferry == 1.2.3  # why"),
        ("Ferry[fast, wide]>=1.2,<2 ; python_version < '3.13'", "Ferry[fast, wide]==1.2 ; python_version < '3.13'"),
        ("ferry (>=1.2.3)", "ferry (==1.2.3)"),
        ("\tferry>=1.2.3,!=1.3.0", "\tferry==1.2.3"),
        ("lighthouse>=2.1.4", "lighthouse~=2.1.4"),
        ("lighthouse >= 2.0.0", "lighthouse ~= 2.0"),
        ("lighthouse>=3", "lighthouse~=3.0"),
        ("lighthouse>=2.1, !=2.1.3, <4", "lighthouse~=2.1, !=2.1.3, <4"),
        ("lighthouse>=2021.0.0", "lighthouse~=2021.0"),
        ("light_House.keeper>=1.5", "light_House.keeper~=1.5"),
    ],
)
def test_a_line_of_requirements(tree: Tree, line: str, becomes: str) -> None:
    found = mend_tree(tree, EXACT | {R: f"# pinned\n{line}\nferry-boat==1.0\n"}, "pin")
    assert after(found, R) == f"# pinned\n{becomes}\nferry-boat==1.0\n"
    assert ("broken", "kept") in turned(found)
    Requirement(re.sub(r"\s*#.*", "", becomes).strip())


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("ferry", "names no version"),
        ("ferry>1.0", "names no version"),
        ("ferry<4", "names no version"),
        ("ferry>=21.0.0", "beginning of a year"),
        ("lighthouse!=2.0", "names no version"),
    ],
)
def test_no_version_is_invented(tree: Tree, line: str, reason: str) -> None:
    found = mend_tree(tree, EXACT | {R: f"{line}\n"}, "pin")
    assert not found.edits
    assert reason in found.unmended[0].reason
    assert found.unmended[0].serves[0].place == "SECURITY.md:5"


def test_a_lockfile_names_the_version(tree: Tree) -> None:
    lock = """version = 1
[[package]]
name = "ferry"
version = "1.4.1"
source = { registry = "https://index.example.org/simple" }
[[package]]
name = "lighthouse"
version = "2.3.0"
source = { registry = "https://index.example.org/simple" }
[[package]]
name = "harbour"
version = "1.9"
source = { registry = "https://index.example.org/simple" }
"""
    project = '[project]\nname = "quay"\ndependencies = [ "ferry>=1.2",\n  \'lighthouse>=2.1.0\', "harbour" ] # all\n'
    found = mend_tree(tree, EXACT | {"pyproject.toml": project, "uv.lock": lock}, "pin")
    assert after(found, "pyproject.toml") == (
        '[project]\nname = "quay"\ndependencies = [ "ferry==1.4.1",\n  \'lighthouse~=2.1\', "harbour~=1.9" ] # all\n'
    )
    assert "uv.lock resolved" in found.edits[0].why
    assert turned(found) == [("broken", "kept")] * 2


def test_a_lockfile_that_the_line_does_not_allow_is_told(tree: Tree) -> None:
    files = EXACT | {R: "ferry>=2.0\n", "requirements.lock.txt": "ferry==1.0\n"}
    found = mend_tree(tree, files, "pin")
    assert not found.edits
    assert "which the line does not allow" in found.unmended[0].reason


def test_formats_of_python(tree: Tree) -> None:
    files = EXACT | {
        "a/pyproject.toml": (
            '[tool.poetry.dependencies]\npython = "^3.11"\nferry = "^1.2.3" # fast\n'
            'pilot = { version = ">=0.4.1", extras = ["deep"] }\nlighthouse = ">=2.1"\n'
            '[tool.poetry.dependencies.harbour]\nversion = ">=1.5"\noptional = false\n'
        ),
        "b/setup.cfg": "[options]\ninstall_requires =\n    ferry>=1.2.3\n    lighthouse >=2.1 ; os_name == 'nt'\n",
        "c/Pipfile": '[packages]\nferry = ">=1.2.3"\npilot = {version = ">=0.4.1", markers = "os_name == \'nt\'"}\n',
        "d/setup.py": 'from setuptools import setup\nsetup(install_requires=["ferry>=1.2.3", "lighthouse>=2.1"])\n',
    }
    found = mend_tree(tree, files, "pin")
    assert after(found, "a/pyproject.toml") == (
        '[tool.poetry.dependencies]\npython = "^3.11"\nferry = "==1.2.3" # fast\n'
        'pilot = { version = "==0.4.1", extras = ["deep"] }\nlighthouse = "~=2.1"\n'
        '[tool.poetry.dependencies.harbour]\nversion = "~=1.5"\noptional = false\n'
    )
    assert "    ferry==1.2.3\n    lighthouse ~=2.1 ; os_name == 'nt'\n" in after(found, "b/setup.cfg")
    assert 'pilot = {version = "==0.4.1", markers = "os_name == \'nt\'"}' in after(found, "c/Pipfile")
    assert '["ferry==1.2.3", "lighthouse~=2.1"]' in after(found, "d/setup.py")
    assert turned(found) == [("broken", "kept")] * 2


def test_npm_and_cargo(tree: Tree) -> None:
    files = policy(
        "## Dependencies", "", "- npm packages are pinned with `==`.", "- Cargo crates are pinned with `==`."
    )
    files |= {
        "package.json": '{\n  "dependencies": {"ferry": "^1.2.3", "pilot": "npm:other@~2.0.1"},\n'
        '  "scripts": {"ferry": "^1.2.3 x"}\n}\n',
        "Cargo.toml": '[package]\nname = "quay"\nversion = "0.1.0"\n[dependencies]\nlighthouse = "1.2.3"\n'
        'harbour = { version = "^2.0.1", features = ["x"] }\n',
    }
    found = mend_tree(tree, files, "pin")
    assert '{"ferry": "1.2.3", "pilot": "npm:other@2.0.1"}' in after(found, "package.json")
    assert 'lighthouse = "=1.2.3"\nharbour = { version = "=2.0.1", features = ["x"] }' in after(found, "Cargo.toml")


def test_hashes_stay(tree: Tree) -> None:
    files = EXACT | {R: "ferry>=1.2 --hash=sha256:" + "a" * 64 + "\nlighthouse>=1.1\n"}
    found = mend_tree(tree, files, "pin")
    assert after(found, R).startswith("ferry>=1.2 --hash")


def test_what_a_tool_has_to_write_is_told(tree: Tree) -> None:
    files = policy("## Python dependencies", "", "- All Python packages are pinned in a lockfile.")
    found = mend_tree(
        tree,
        files | {"a/pyproject.toml": '[project]\ndependencies = ["ferry>=1"]\n', "b/uv.lock": "version = 1\n"},
        "pin",
    )
    assert not found.edits
    assert all("lockfile" in one.reason for one in found.unmended)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("last", [True, False])
def test_the_bytes_around_it_stay(tree: Tree, encoding: str, end: str, last: bool) -> None:
    mark = "\ufeff" if encoding == "utf-16-be" else ""
    lines = ["ferry>=1.2.3", "# Größe", "lighthouse >= 2.1.4  # keep", "pilot==1.0"]
    raw = (mark + end.join(lines) + (end if last else "")).encode(encoding)
    repository = tree(EXACT | {R: raw})
    from remedy.proving import mended

    mended(repository, "pin")
    now = (repository.root / R).read_bytes()
    assert now == raw.decode(encoding).replace("ferry>=", "ferry==").replace("house >=", "house ~=").encode(encoding)


NAMES = st.sampled_from(["ferry", "Ferry", "pilot", "lighthouse", "light.house", "harbour_master"])
SPACE = st.sampled_from(["", " ", "  ", "\t"])
TAIL = st.sampled_from(["", "  # a comment", " ; python_version >= '3.9'", " # ferry>=9", " ;os_name=='nt' # x"])
BOUND = st.builds(
    lambda parts, operator, gap, more: f"{operator}{gap}{'.'.join(map(str, parts))}{more}",
    st.lists(st.integers(0, 12), min_size=1, max_size=4),
    st.sampled_from([">=", "~=", "==", ">", "<", "!="]),
    SPACE,
    st.sampled_from(["", ",<99", " , !=1.0.1", ",<=50"]),
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    lines=st.lists(st.tuples(SPACE, NAMES, SPACE, st.none() | BOUND, TAIL), min_size=1, max_size=6),
    end=st.sampled_from(["\n", "\r\n"]),
)
def test_any_formatting(tree: Tree, lines: list[tuple[str, str, str, str | None, str]], end: str) -> None:
    text = end.join(f"{lead}{name}{gap}{bound or ''}{tail}" for lead, name, gap, bound, tail in lines) + end
    found = mend_tree(tree, EXACT | {R: text.encode()}, "pin")
    for edit in found.edits:
        assert edit.before is not None
        assert edit.after is not None
        old, new = edit.before.split(end), edit.after.split(end)
        assert len(old) == len(new)
        for before, now in zip(old, new, strict=True):
            if before == now:
                continue
            kept = re.compile(r"[~=<>!,.\d\s]+")
            assert kept.sub("", before.split("#")[0].split(";")[0]) == kept.sub("", now.split("#")[0].split(";")[0])
            assert before.partition("#")[2] == now.partition("#")[2]
            was, now_is = (Requirement(re.sub(r"(^|\s)#.*", "", line).strip()) for line in (before, now))
            floor = next(iter(now_is.specifier)).version
            for version in ("0.0", "0.9", "1.0", "1.0.1", "2", "5.3", "12.12.12", floor):
                if now_is.specifier.contains(version, prereleases=True):
                    assert was.specifier.contains(version, prereleases=True), (before, now, version)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    text=st.text(alphabet="ferry>=~.1,;[]{}\"'#\\\n\r\t (-", max_size=120),
    name=st.sampled_from([R, "pyproject.toml", "setup.cfg", "setup.py", "Pipfile", "package.json", "Cargo.toml"]),
)
def test_garbage_is_no_error(tree: Tree, text: str, name: str) -> None:
    mend_tree(tree, EXACT | {name: text.encode()}, "pin")
