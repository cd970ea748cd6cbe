"""go.mod and go.work."""

from __future__ import annotations

from collections.abc import Callable

from troth.evidence.manifests import go_mod
from troth.evidence.repository import Repository

TEXT = """\
module example.org/ferry // the ferry

go 1.23.0
toolchain go1.24.4

require example.org/anchor v1.2.3
require (
	example.org/buoy/v2 v2.0.0
	"example.org/rope" v0.1.0 // indirect
	// example.org/gone v1.0.0
)

replace (
	example.org/anchor => ../anchor
	example.org/rope v0.1.0 => example.org/line v0.2.0
)
tool example.org/knot
exclude example.org/buoy v1.0.0
"""


def test_go_mod(tree: Callable[..., Repository]) -> None:
    found = go_mod.read(tree({"go.mod": TEXT}), "go.mod")
    assert [(r.span.line, r.name, r.constraint, r.source, r.indirect) for r in found.requirements] == [
        (6, "example.org/anchor", "v1.2.3", "path", False),
        (8, "example.org/buoy/v2", "v2.0.0", "index", False),
        (9, "example.org/rope", "v0.2.0", "index", True),
    ]
    assert [(t.version, t.span.line, t.origin, t.primary) for t in found.toolchains] == [
        ("1.23.0", 3, "go-directive", True),
        ("1.24.4", 4, "toolchain-directive", False),
    ]


def test_go_work_is_no_module(tree: Callable[..., Repository]) -> None:
    found = go_mod.read(tree({"go.work": "go 1.22\n\nuse (\n\t./a\n)\ntoolchain default\n"}), "go.work")
    assert [(t.version, t.origin, t.primary) for t in found.toolchains] == [("1.22", "go-directive", False)]
    assert found.requirements == ()
