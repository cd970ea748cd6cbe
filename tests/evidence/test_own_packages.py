"""Which packages does a tree publish, by its manifests?"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest

from troth.evidence.gather import Scene, gather
from troth.evidence.repository import Repository
from troth.terms.wants import OwnPackages


@pytest.mark.parametrize(
    ("path", "text", "expected"),
    [
        ("pyproject.toml", '[project]\nname = "Harbour_Tools"\n', ["PyPI harbour-tools"]),
        ("pyproject.toml", '[tool.poetry]\nname = "harbour"\n', ["PyPI harbour"]),
        ("setup.cfg", "[metadata]\nname = harbour\n", ["PyPI harbour"]),
        ("package.json", '{"name": "@example/harbour"}', ["npm @example/harbour"]),
        ("package.json", '{"name": "harbour", "private": true}', []),
        ("crates/core/Cargo.toml", '[package]\nname = "harbour-core"\n', ["crates.io harbour-core"]),
        ("Cargo.toml", '[package]\nname = "harbour"\npublish = false\n', []),
        ("go.mod", "module example.org/harbour/v2\n\ngo 1.22\n", ["Go example.org/harbour/v2"]),
        ("go.mod", "module harbour\n", []),
        ("composer.json", '{"name": "example/harbour"}', ["Packagist example/harbour"]),
        ("tests/data/package.json", '{"name": "left-pad"}', []),
        ("pyproject.toml", "[project\n", []),
        ("package.json", "[1, 2]", []),
        ("setup.cfg", "name = harbour\n", []),
    ],
)
def test_names_of_manifests(tree: Callable[..., Repository], path: str, text: str, expected: list[str]) -> None:
    scene = Scene(repository=tree({path: text}), at=date(2026, 6, 1))
    found = gather(scene, [OwnPackages()])[OwnPackages()].found
    assert [str(one.package) for one in found] == expected
    assert all(one.span.path == path and one.repository == "" for one in found)
