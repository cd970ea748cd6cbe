"""Files of version managers."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from troth.evidence.manifests import version_files
from troth.evidence.repository import Repository


@pytest.mark.parametrize(
    ("path", "text", "found"),
    [
        (".python-version", "# why\n3.12.1\n3.11\n", [("python", "3.12.1", 2), ("python", "3.11", 3)]),
        (".nvmrc", "v20.1.0\n", [("node", "20.1.0", 1)]),
        (".go-version", "go1.23\n", [("go", "1.23", 1)]),
        (".tool-versions", "nodejs 20\nterraform 1\ngolang 1.23 # x\n", [("node", "20", 1), ("go", "1.23", 3)]),
        ("mise.toml", '[tools]\npython = ["3.11", "3.12"]\nrust = {version = "1.75"}\n', [("python", "3.11", 2), ("python", "3.12", 2), ("rust", "1.75", 3)]),
        ("mise.toml", "tools = 3\n", []),
    ],
)  # fmt: skip
def test_version_files(
    tree: Callable[..., Repository], path: str, text: str, found: list[tuple[str, str, int]]
) -> None:
    toolchains = version_files.read(tree({path: text}), path).toolchains
    assert [(t.language, t.version, t.span.line) for t in toolchains] == found
    assert not any(t.primary for t in toolchains)
