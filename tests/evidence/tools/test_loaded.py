"""The files of a tree that tell a tool what to leave out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

import pytest

from troth.evidence.repository import Repository
from troth.evidence.tools.index import by_name
from troth.evidence.tools.loaded import loaded
from troth.terms.seen.results import ToolRun

TREE = {
    ".bandit": "[bandit]\nskips: B602\n",
    "pyproject.toml": "[tool.ruff]\nexclude = ['*']\n",
    "sub/pyproject.toml": "[tool.black]\n",
    "bandit.yaml": "skips: [B602]\n",
    "py/osv-scanner.toml": "",
    ".github/zizmor.yml": "",
    ".cargo/audit.toml": "",
    "audit.toml": "",
    ".gitleaks.toml": "",
    "deny.toml": "",
    "gosec.json": "{}",
}


@pytest.mark.parametrize(
    ("tool", "words", "files"),
    [
        ("bandit", (), (".bandit",)),
        ("bandit", ("-c", "bandit.yaml"), (".bandit", "bandit.yaml")),
        ("ruff", (), ("pyproject.toml",)),
        ("osv-scanner", (), ("py/osv-scanner.toml",)),
        ("zizmor", (), (".github/zizmor.yml",)),
        ("cargo-audit", (), (".cargo/audit.toml",)),
        ("gitleaks", (), (".gitleaks.toml",)),
        ("cargo-deny", (), ("deny.toml",)),
        ("gosec", (), ()),
        ("gosec", ("-conf", "gosec.json"), ("gosec.json",)),
        ("codeql", (), ()),
    ],
)
def test_what_is_read(
    tree: Callable[..., Repository], tool: str, words: tuple[str, ...], files: tuple[str, ...]
) -> None:
    record = by_name(tool)
    assert record
    run = ToolRun(
        tool=tool,
        argv=(tool, *words),
        directory="",
        version="1",
        at=datetime(2026, 3, 1, tzinfo=UTC),
        scanned=1,
        findings=(),
    )
    assert loaded(tree(TREE), record, (run,)) == files
