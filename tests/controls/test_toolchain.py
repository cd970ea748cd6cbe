from __future__ import annotations

from collections.abc import Callable

import pytest

from controls.golden import AT_RISK, BOTH, BROKEN, KEPT, UNPROVEN, Case, check, says, workflow
from troth.controls.toolchain import CONTROL
from troth.evidence.repository import Repository
from troth.terms.commitment import Pin


def pin(what: str = "go toolchain", rule: str = "1.23.0", ecosystem: str = "go", *, universal: bool = True) -> Pin:
    text = f"Use {what} {rule} across all modules."
    return Pin(span=says(text), what=what, rule=rule, ecosystem=ecosystem, universal=universal)


def go_mod(version: str, *more: str) -> str:
    return "\n".join(["module example.org/harbour", "", f"go {version}", *more, ""])


CASES = (
    Case(
        name="every module",
        promise=pin(),
        files={"go.mod": go_mod("1.23.0"), "ferry/go.mod": go_mod("1.23.0")},
        standing=KEPT,
        cites=("go.mod:3", "ferry/go.mod:3"),
        words="2 manifest lines say 1.23.0",
        breakers=(("ferry/go.mod", "1.23.0", "1.21"), ("go.mod", "1.23.0", "1.24.0")),
    ),
    Case(
        name="a series covers its patches", promise=pin(rule="1.23"), files={"go.mod": go_mod("1.23.4")}, standing=KEPT
    ),
    Case(
        name="rust",
        promise=pin("rust toolchain", "1.84.0", "cargo"),
        files={"rust-toolchain.toml": '[toolchain]\nchannel = "1.84.0"\n'},
        standing=KEPT,
        breakers=(("rust-toolchain.toml", "1.84.0", "stable"),),
    ),
    Case(
        name="a toolchain line may override",
        promise=pin(),
        files={"go.mod": go_mod("1.23.0", "", "toolchain go1.24.1")},
        standing=AT_RISK,
        words="1.24.1",
        cites=("go.mod:5",),
    ),
    Case(
        name="a directive that a toolchain line settles",
        promise=pin(),
        files={"go.mod": go_mod("1.23", "", "toolchain go1.23.0")},
        standing=KEPT,
        cites=("go.mod:3",),
        breakers=(("go.mod", "toolchain go1.23.0", "toolchain go1.24.0"),),
    ),
    Case(
        name="a directive that leaves the last part open",
        promise=pin(),
        files={"go.mod": go_mod("1.23")},
        standing=AT_RISK,
        words="1.23, not 1.23.0",
        cites=("go.mod:3",),
    ),
    Case(
        name="an image may override",
        promise=pin(),
        files={"go.mod": go_mod("1.23.0"), "Dockerfile": "FROM golang:1.21\nRUN go build ./...\n"},
        standing=AT_RISK,
        cites=("Dockerfile:1",),
    ),
    Case(
        name="a setup action may override",
        promise=pin(),
        files={
            "go.mod": go_mod("1.23.0"),
            ".github/workflows/build.yml": workflow(BOTH, "uses: actions/setup-go@v5\nwith:\n  go-version: '1.21'"),
        },
        standing=AT_RISK,
        cites=(".github/workflows/build.yml:11",),
    ),
    Case(
        name="modules behind",
        promise=pin(),
        files={"go.mod": go_mod("1.21"), "ferry/go.mod": go_mod("1.23.0"), "pilot/go.mod": go_mod("1.20")},
        standing=BROKEN,
        words="2 of 3 manifest lines say 1.21, 1.20",
        cites=("go.mod:3", "pilot/go.mod:3"),
    ),
    Case(name="a newer version is another", promise=pin(), files={"go.mod": go_mod("1.24.0")}, standing=BROKEN),
    Case(name="no module", promise=pin(), files={"README.md": "harbour\n"}, standing=UNPROVEN, words="no manifest"),
)


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_golden(case: Case, tree: Callable[..., Repository], git_tree: Callable[..., Repository]) -> None:
    check(case, CONTROL, tree, git_tree)


def test_dependencies_are_no_toolchain() -> None:
    assert not CONTROL.judges(pin("python packages", "=="))
    assert not CONTROL.judges(pin("go dependencies", "1.2.3"))
    assert not CONTROL.judges(pin("go toolchain", "latest"))
