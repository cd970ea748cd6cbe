"""A small repository that promises things, `troth init --ci` on it, and how its promises stand before and after."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from troth.cli.__main__ import main

Capture = pytest.CaptureFixture[str]

EVERYTHING: Mapping[str, str] = {
    "requirements.txt": "fastapi==0.115.0\n",
    "src/app.py": "import os\n\nprint(os.name)\n",
    "src/more.py": "VALUE = 1\n",
    "go.mod": "module example.org/harbour\n\ngo 1.24\n\nrequire golang.org/x/text v0.21.0\n",
    "main.go": "package main\n\nfunc main() {}\n",
    "Cargo.toml": '[package]\nname = "harbour"\nversion = "1.0.0"\nedition = "2021"\n',
    "Cargo.lock": 'version = 4\n\n[[package]]\nname = "harbour"\nversion = "1.0.0"\n',
    "src/lib.rs": "#![forbid(unsafe_code)]\n",
    "package.json": '{"name": "harbour", "version": "1.0.0", "devDependencies": {"eslint": "^9.0.0"}}\n',
    "package-lock.json": '{"name": "harbour", "version": "1.0.0", "lockfileVersion": 3, "packages": {"": {}}}\n',
    "Gemfile": 'source "https://rubygems.example"\n',
    "Gemfile.lock": "GEM\n  specs:\n",
    "composer.json": '{"name": "harbour/tide"}\n',
    "composer.lock": '{"packages": []}\n',
    "pnpm-lock.yaml": "lockfileVersion: '9.0'\n",
    "supply-chain/config.toml": "",
    ".pre-commit-config.yaml": "repos:\n  - repo: local\n    hooks:\n      - id: tidy\n        name: tidy\n"
    "        entry: tidy\n        language: system\n",
    ".github/workflows/build.yml": "on:\n  push:\n    branches: [main]\njobs:\n  build:\n"
    "    runs-on: ubuntu-latest\n    steps:\n      - uses: actions/checkout@aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n      - run: make\n",
}
"""A tree with manifests of every ecosystem that a recipe knows."""


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What `init --ci --write` did: edits and what it left, standings before and after, and the verdicts after."""

    edits: list[dict[str, Any]]
    unmended: list[dict[str, Any]]
    before: dict[str, str]
    after: dict[str, str]
    verdicts: dict[str, dict[str, Any]]
    again: list[dict[str, Any]]

    def text(self, root: Path, path: str) -> str:
        return (root / path).read_text()


def lay(root: Path, files: Mapping[str, str | bytes]) -> None:
    for path, content in files.items():
        target = root / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content if isinstance(content, bytes) else content.encode())


def policy(*sentences: str) -> str:
    return "# Security policy\n\n## Practices\n\n" + "".join(f"- {sentence}\n" for sentence in sentences)


def run(capsys: Capture, *words: str) -> Any:
    capsys.readouterr()
    code = main([*words])
    told = capsys.readouterr()
    assert code in (0, 1), told.err
    return json.loads(told.out)


def check(capsys: Capture, root: Path) -> dict[str, dict[str, Any]]:
    told = run(capsys, "check", str(root), "--no-tools", "--no-cache", "--json")
    return {one["id"]: one for one in told["verdicts"]}


def take_up(
    capsys: Capture, root: Path, host: str = "github", *words: str, between: Callable[[], None] = lambda: None
) -> Taken:
    """Check, write, check, and ask once more what there is to write."""
    before = check(capsys, root)
    told = run(capsys, "init", str(root), "--ci", host, "--write", "--json", *words)
    between()
    verdicts = check(capsys, root)
    again = run(capsys, "init", str(root), "--ci", host, "--json", *words)
    return Taken(
        edits=told["edits"],
        unmended=told["unmended"],
        before={name: one["standing"] for name, one in before.items()},
        after={name: one["standing"] for name, one in verdicts.items()},
        verdicts=verdicts,
        again=again["edits"],
    )


WORST_FIRST = ("broken", "at_risk", "unproven", "kept", "noted")


def worse(taken: Taken) -> dict[str, tuple[str, str]]:
    """Promises that stand worse than before; those that are told as open may be seen to be broken by the first CI."""
    told = {one["id"] for each in taken.unmended for one in each["serves"]}
    return {
        name: (was, taken.after[name])
        for name, was in taken.before.items()
        if name in taken.after
        and WORST_FIRST.index(taken.after[name]) < WORST_FIRST.index(was)
        and not (was == "unproven" and name in told)
    }


def sound(taken: Taken) -> None:
    """What holds after every run: nothing stands worse, and a second run has nothing to write."""
    fallen = worse(taken)
    assert fallen == {}, {name: (how, taken.verdicts[name]["reason"]) for name, how in fallen.items()}
    assert not taken.again, [one["diff"] for one in taken.again]
