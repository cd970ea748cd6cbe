from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from troth.evidence.repository import Repository
from troth.evidence.scene import Scene
from troth.evidence.tools import pinned
from troth.terms.wants import PinnedVersions

SCAN = ".github/workflows/scan.yml"


@pytest.mark.parametrize(
    ("line", "version"),
    [
        ("  tool: cargo-deny@0.18.9", "0.18.9"),
        ("  tool: cargo-nextest,cargo-deny@0.18", "0.18"),
        ("- run: cargo install cargo-deny --version 0.18.9 --locked", "0.18.9"),
        ("- run: cargo install --version 0.18.9 --locked cargo-deny", "0.18.9"),
        ("- run: pip install cargo-deny==0.18.9", "0.18.9"),
        ("  image: docker://cargo-deny:v0.18.9", "0.18.9"),
        ("- run: cargo install cargo-deny", None),
        ("- run: cargo install my-cargo-deny --version 0.18.9", None),
        ("- run: cargo install cargo-denylist@1.2.3", None),
        ("- uses: x/cargo-deny-action@v2.0.1", None),
    ],
)
def test_versions_that_are_asked_for(tree: Callable[..., Repository], line: str, version: str | None) -> None:
    scene = Scene(repository=tree({SCAN: f"on: push\n{line}\n", "README.md": line}), at=date(2026, 11, 25))
    answer = pinned.versions(scene, PinnedVersions(tool="cargo-deny"))
    assert [(one.value, str(one.span)) for one in answer.found] == ([(version, f"{SCAN}:2")] if version else [])
