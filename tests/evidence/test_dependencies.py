"""Wants put to the manifests of a tree."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from troth.evidence.gather import GATHERERS, Scene, gather
from troth.evidence.repository import Repository
from troth.terms import wants
from troth.terms.answer import Want

Make = Callable[..., Repository]


def scene(repository: Repository) -> Scene:
    return Scene(repository=repository, at=date(2025, 6, 1))


def test_requirements_of_one_ecosystem_with_what_was_read(tree: Make) -> None:
    repo = tree(
        {
            "requirements.txt": "-r more.list\nb==1\n",
            "more.list": "a==1\n",
            "go.mod": "require x v1\n",
            "svc/setup.py": "x(",
        }
    )
    want = wants.Requirements("pypi")
    answer = gather(scene(repo), [want])[want]
    assert [(line.name, str(line.span)) for line in answer.found] == [("a", "more.list:1"), ("b", "requirements.txt:2")]
    assert answer.read == ("requirements.txt", "more.list", "svc/setup.py")
    assert [gap.wanted for gap in answer.gaps] == ["svc/setup.py"]
    want_go = wants.Requirements("go")
    assert [line.name for line in gather(scene(repo), [want_go])[want_go].found] == ["x"]


@pytest.mark.parametrize("folder", ["vendor", "node_modules/x", "third_party", "pkg/testdata", "tests/fixtures"])
def test_manifests_of_others_are_left_out(tree: Make, folder: str) -> None:
    repo = tree({f"{folder}/requirements.txt": "a\n", "requirements.txt": "b\n"})
    want = wants.Requirements("pypi")
    assert [line.name for line in gather(scene(repo), [want])[want].found] == ["b"]


def test_folders_that_are_not_shipped_give_their_scope(tree: Make) -> None:
    repo = tree(
        {
            "tests/requirements.txt": "a\n",
            "docs/requirements.txt": "b\n",
            "svc/requirements.txt": "c\n",
            ".github/requirements.txt": "d\n",
        }
    )
    want = wants.Requirements("pypi")
    found = {line.name: line.scope for line in gather(scene(repo), [want])[want].found}
    assert found == {"a": "test", "b": "development", "c": "runtime", "d": "development"}


def test_git_links_are_gaps_of_every_universal_question(tree: Make) -> None:
    repo = tree({".gitmodules": "[submodule]\n path = engine\n", "go.mod": "go 1.23\n"})
    questions: list[Want[Any]] = [
        wants.Requirements("go"),
        wants.Toolchains("go"),
        wants.Lockfiles(),
        wants.DeclaredVersions(),
        wants.Manifests(),
    ]
    answers = gather(scene(repo), questions)
    assert [[gap.wanted for gap in answers[question].gaps] for question in questions] == [["engine"]] * 5


def test_a_submodule_that_is_there_is_another_project(tree: Make) -> None:
    repo = tree({".gitmodules": "[submodule]\n path = engine\n", "engine/go.mod": "go 1.20\n", "go.mod": "go 1.23\n"})
    want = wants.Toolchains("go")
    answer = gather(scene(repo), [want])[want]
    assert [str(line.span) for line in answer.found] == ["go.mod:1"]
    assert answer.gaps == ()


def test_toolchains_with_the_manifests_own_first(tree: Make) -> None:
    repo = tree(
        {
            "Dockerfile": "FROM golang:1.22\n",
            "z/go.mod": "go 1.23\n",
            ".tool-versions": "golang 1.21\n",
            "package.json": "{}",
        }
    )
    want = wants.Toolchains("go")
    answer = gather(scene(repo), [want])[want]
    assert [(line.version, line.primary) for line in answer.found] == [("1.23", True), ("1.21", False), ("1.22", False)]
    assert "package.json" not in answer.read


def test_declared_versions_nearest_first(tree: Make) -> None:
    repo = tree({
        "a/package.json": '{"name": "a", "version": "2.0.0"}', "Cargo.toml": '[package]\nname = "b"\nversion = "1.0.0"\n',
        "examples/x/package.json": '{"name": "x", "version": "0.0.1"}',
    })  # fmt: skip
    want = wants.DeclaredVersions()
    found = gather(scene(repo), [want])[want].found
    assert [(version.package, version.version, version.published) for version in found] == [
        ("b", "1.0.0", True),
        ("a", "2.0.0", True),
        ("x", "0.0.1", False),
    ]


def test_manifests_by_name_and_by_content(tree: Make) -> None:
    repo = tree({
        "Gemfile": "", "pyproject.toml": "[tool.ruff]\n", "a/pyproject.toml": '[project]\nname = "a"\nversion = "1"\n',
        "package.json": "{}", ".github/workflows/x.yml": "jobs: {a: {steps: [{uses: a/b@v1}]}}\n", "vendor/Gemfile": "",
    })  # fmt: skip
    want = wants.Manifests()
    found = gather(scene(repo), [want])[want].found
    assert [(manifest.ecosystem, manifest.span.path) for manifest in found] == [
        ("github-actions", ".github/workflows/x.yml"),
        ("rubygems", "Gemfile"),
        ("pypi", "a/pyproject.toml"),
        ("npm", "package.json"),
    ]


LOCK = '[[package]]\nname = "a"\nsource = "registry+https://example.org"\nchecksum = "00"\n'


@pytest.mark.parametrize(
    ("path", "text", "hashed"),
    [
        ("Cargo.lock", LOCK, True),
        ("Cargo.lock", LOCK + '[[package]]\nname = "b"\nsource = "registry+https://example.org"\n', False),
        ("uv.lock", 'sdist = { url = "x", hash = "sha256:00" }\n', True),
        (
            "package-lock.json",
            '{"packages": {"a": {"resolved": "https://example.org/a", "integrity": "sha512-x"}}}',
            True,
        ),
        ("package-lock.json", '{"packages": {"a": {"resolved": "https://example.org/a"}}}', False),
        ("go.sum", "a v1 h1:x=\na v1/go.mod h1:y=\n", True),
        ("go.sum", "", False),
        ("yarn.lock", '"a@^1":\n  version "1"\n  integrity sha512-x\n', True),
        ("gradle.lockfile", "a:b:1=x\n", False),
        ("requirements.txt", "a==1 --hash=sha256:00\n", True),
    ],
)
def test_lockfiles(tree: Make, path: str, text: str, hashed: bool) -> None:
    want = wants.Lockfiles()
    found = gather(scene(tree({path: text})), [want])[want].found
    assert [(lock.span.path, lock.hashed) for lock in found] == [(path, hashed)]


def test_requirements_with_an_unhashed_line_are_no_lockfile(tree: Make) -> None:
    want = wants.Lockfiles()
    assert gather(scene(tree({"requirements.txt": "a==1 --hash=sha256:00\nb==1\n"})), [want])[want].found == ()


def test_an_unreadable_manifest_is_a_gap_once(tree: Make) -> None:
    repo = tree({"package.json": "{", "pyproject.toml": "["})
    want = wants.Requirements("npm")
    answer = gather(scene(repo), [want])[want]
    assert [(gap.wanted, gap.reason[:14]) for gap in answer.gaps] == [("package.json", "not valid JSON")]


def test_every_want_of_the_tree_is_gathered() -> None:
    served = {gatherer.wants for gatherer in GATHERERS}
    assert served >= {
        wants.Requirements, wants.Lockfiles, wants.Toolchains, wants.DeclaredVersions, wants.Releases, wants.Branches,
        wants.Manifests, wants.Past,
    }  # fmt: skip
