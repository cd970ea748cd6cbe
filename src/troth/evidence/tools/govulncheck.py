"""govulncheck: known vulnerabilities that Go code reaches."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, given, has, value, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.evidence.tools.runs import govulncheck as runs
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

MACHINE = ("json", "sarif", "openvex")
"""Formats with which govulncheck exits 0 whatever it finds (scanner documentation, "Exit codes")."""


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    arguments = tuple(f"-{word.lstrip('-')}" if word.startswith("-") else word for word in words(call))
    form = value(arguments, "-format") or given(call, "output-format")
    passes = has(arguments, "-json") or form in MACHINE
    return Reading(
        runs=not asks_help(arguments) and value(arguments, "-mode") not in ("extract", "query", "convert"),
        exits=Exits.FINDINGS_PASS if passes else Exits.FINDINGS_FAIL,
        output=tuple(filter(None, (given(call, "output-file"),))),
    )


RECORD = ToolRecord(
    name=ToolName(name="govulncheck", spoken=("go vulncheck",), activities=frozenset({Activity.DEPENDENCY_SCANNING})),
    executables=("govulncheck",),
    go_packages=("golang.org/x/vuln/cmd/govulncheck",),
    actions=(
        "golang/govulncheck-action",
        "templ-go/govulncheck-action",
    ),
    hooks=("govulncheck",),
    read=_read,
    runner=runs.RUNNER,
)
