"""package.json."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from troth.evidence.manifests import package_json
from troth.evidence.repository import Repository

TEXT = """\
{
  "name": "@harbour/ferry",
  "version": "2.1.0",
  "dependencies": {
    "anchor": "^1.2.0",
    "buoy": "npm:real-buoy@3.0.0",
    "rope": "github:harbour/rope#0123456789012345678901234567890123456789",
    "own": "workspace:*"
  },
  "devDependencies": {"knot": "1.0.0"},
  "peerDependencies": {"line": ">=1"},
  "optionalDependencies": {"paint": "~1"},
  "engines": {"node": ">=20"}
}
"""


def test_package_json(tree: Callable[..., Repository]) -> None:
    found = package_json.read(tree({"package.json": TEXT}), "package.json")
    assert [(r.span.line, r.name, r.constraint, r.scope, r.source, r.hashed) for r in found.requirements] == [
        (5, "anchor", "^1.2.0", "runtime", "index", False),
        (6, "real-buoy", "3.0.0", "runtime", "index", False),
        (7, "rope", "0123456789012345678901234567890123456789", "runtime", "git", True),
        (8, "own", "workspace:*", "runtime", "workspace", False),
        (10, "knot", "1.0.0", "development", "index", False),
        (11, "line", ">=1", "optional", "index", False),
        (12, "paint", "~1", "optional", "index", False),
    ]
    assert [(t.version, t.span.line, t.primary) for t in found.toolchains] == [(">=20", 13, True)]
    assert [(v.package, v.version, v.span.line, v.published) for v in found.versions] == [
        ("@harbour/ferry", "2.1.0", 3, True)
    ]


@pytest.mark.parametrize(
    "text", ["[]", "null", '{"dependencies": []}', '{"dependencies": {"a": 1}, "version": 3}', "{"]
)
def test_odd_shapes(tree: Callable[..., Repository], text: str) -> None:
    found = package_json.read(tree({"package.json": text}), "package.json")
    assert (found.requirements, found.versions) == ((), ())


@pytest.mark.parametrize(
    ("constraint", "source"),
    [
        ("^1", "index"),
        ("file:../x", "path"),
        ("harbour/x", "git"),
        ("git+ssh://example.org/x", "git"),
        ("https://example.org/x.tgz", "url"),
    ],
)
def test_sources(constraint: str, source: str) -> None:
    assert package_json.source_of(constraint) == source
