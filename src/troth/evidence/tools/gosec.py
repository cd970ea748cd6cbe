"""gosec: weaknesses in Go source."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, loaded, softening, value, values, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.evidence.tools.runs import gosec as runs
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = tuple(f"-{word.lstrip('-')}" if word.startswith("-") else word for word in words(call, "args"))
    level = (value(arguments, "-severity") or "").lower()
    strict = level in ("", "low")
    return Reading(
        runs=not asks_help(arguments),
        exits=Exits.FINDINGS_FAIL if strict else Exits.THRESHOLD,
        threshold="" if strict else level,
        softeners=softening(arguments, ("-no-fail",)),
        configuration=loaded(arguments, ("-conf",), repository, directory),
        output=values(arguments, "-out"),
    )


RECORD = ToolRecord(
    name=ToolName(
        name="gosec",
        spoken=(
            "go sec",
            "securego/gosec",
        ),
        activities=frozenset({Activity.STATIC_ANALYSIS}),
    ),
    executables=("gosec",),
    go_packages=(
        "github.com/securego/gosec/v2/cmd/gosec",
        "github.com/securego/gosec/cmd/gosec",
        "github.com/securego/gosec",
    ),
    packages=(("brew", "gosec"),),
    actions=("securego/gosec",),
    hooks=(
        "gosec",
        "go-sec-mod",
        "go-sec-repo-mod",
    ),
    images=(
        "securego/gosec",
        "ghcr.io/securego/gosec",
    ),
    configuration_files=(
        "gosec.json",
        ".gosec.json",
        "gosec.conf.json",
        ".gosec.yml",
        ".gosec.yaml",
        ".gosec",
        "gosec.yml",
        "gosec.yaml",
    ),
    read=_read,
    runner=runs.RUNNER,
)
