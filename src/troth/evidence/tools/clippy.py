"""Clippy: linter of Rust."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, present, surroundings, values, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    """Warnings fail nothing unless they are denied; lints of ``correctness`` are denied by default."""
    arguments = words(call, "args", "clippy_flags")
    denied = {*values(arguments, "-D", "--deny"), *values(arguments, "-F", "--forbid")}
    flags = surroundings(call, "RUSTFLAGS") + surroundings(call, "CARGO_ENCODED_RUSTFLAGS")
    strict = denied & {"warnings", "clippy::all"} or "warnings" in flags
    return Reading(
        runs=not asks_help(arguments),
        exits=Exits.FINDINGS_FAIL if strict else Exits.THRESHOLD,
        threshold="" if strict else "deny-level lints",
        configuration=present(repository, directory, ("clippy.toml", ".clippy.toml")),
    )


RECORD = ToolRecord(
    name=ToolName(
        name="clippy", spoken=("cargo clippy",), activities=frozenset({Activity.LINTING, Activity.STATIC_ANALYSIS})
    ),
    executables=(
        "cargo-clippy",
        "clippy-driver",
    ),
    subcommands=("cargo clippy",),
    actions=(
        "actions-rs/clippy-check",
        "giraffate/clippy-action",
        "auguwu/clippy-action",
    ),
    hooks=(
        "clippy",
        "cargo-clippy",
    ),
    configuration_files=(
        "clippy.toml",
        ".clippy.toml",
    ),
    read=_read,
    executes_project=True,
)
