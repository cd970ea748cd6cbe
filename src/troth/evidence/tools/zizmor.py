"""zizmor: weaknesses in GitHub workflows."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, given, has, loaded, softening, truthy, value, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.evidence.tools.runs import zizmor as runs
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call)
    passes = has(arguments, "--no-exit-codes") or value(arguments, "--format") == "sarif"
    level = (value(arguments, "--min-severity") or given(call, "min-severity")).lower()
    exits = Exits.FINDINGS_PASS if passes else Exits.THRESHOLD if level in ("medium", "high") else Exits.FINDINGS_FAIL
    if not call.argv and truthy(given(call, "advanced-security", "true")):
        exits = Exits.UPLOADS  # the action sends SARIF to code scanning and passes
    files = (".github/zizmor.yml", "zizmor.yml", ".github/zizmor.yaml", "zizmor.yaml")
    return Reading(
        runs=not asks_help(arguments),
        exits=exits,
        threshold=level if exits is Exits.THRESHOLD else "",
        softeners=softening(arguments, ("--no-exit-codes",)),
        configuration=loaded(arguments, ("-c", "--config"), repository, directory, files),
    )


RECORD = ToolRecord(
    name=ToolName(name="zizmor", activities=frozenset({Activity.POSTURE})),
    executables=("zizmor",),
    modules=("zizmor",),
    packages=(
        ("pip", "zizmor"),
        ("cargo", "zizmor"),
        ("brew", "zizmor"),
    ),
    actions=(
        "zizmorcore/zizmor-action",
        "woodruffw/zizmor-action",
    ),
    hooks=("zizmor",),
    images=("ghcr.io/zizmorcore/zizmor",),
    configuration_files=(
        "zizmor.yml",
        ".github/zizmor.yml",
        "zizmor.yaml",
        ".github/zizmor.yaml",
    ),
    read=_read,
    runner=runs.RUNNER,
)
