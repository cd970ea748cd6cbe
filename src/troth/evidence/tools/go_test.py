"""go test: tests of Go."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import has, value, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    fuzzes = has(words(call), "-fuzz", "--fuzz") or value(words(call), "-fuzz", "--fuzz")
    return Reading(activities=frozenset({Activity.TESTING, Activity.FUZZING}) if fuzzes else None)


RECORD = ToolRecord(
    name=ToolName(name="go test", activities=frozenset({Activity.TESTING})),
    executables=("gotestsum",),
    subcommands=("go test",),
    hooks=(
        "go-test-mod",
        "go-unit-tests",
        "go-test-repo-mod",
    ),
    read=_read,
    executes_project=True,
)
