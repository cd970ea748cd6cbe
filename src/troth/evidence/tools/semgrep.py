"""Semgrep: static analysis by patterns."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, has, inside, operands, softening, values, words
from troth.evidence.tools.record import Call, HookEntry, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

NOT_SCANNING = ("login", "logout", "publish", "test", "validate", "install-semgrep-pro", "show", "lsp", "mcp")


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call, "args", "config")
    first = operands(
        arguments, "--config", "-c", "-f", "--severity", "--output", "-o", "--exclude", "--include", "-e", "--lang"
    )[:1]
    blocks = not call.argv or first == ("ci",) or has(arguments, "--error")
    levels = ",".join(values(arguments, "--severity")).lower()
    exits = Exits.FINDINGS_FAIL if blocks else Exits.FINDINGS_PASS
    if blocks and levels and "info" not in levels and "low" not in levels:
        exits = Exits.THRESHOLD
    named = tuple(inside(directory, path) for path in values(arguments, "--config", "-c", "-f"))
    return Reading(
        runs=not asks_help(arguments) and first[:1] not in tuple((word,) for word in NOT_SCANNING),
        exits=exits,
        threshold=levels if exits is Exits.THRESHOLD else "",
        softeners=softening(arguments, ("--dry-run",)),
        configuration=tuple(
            path for path in named if path and (path in repository.path_set or path in repository.folders)
        ),
        output=values(arguments, "-o", "--output"),
    )


RECORD = ToolRecord(
    name=ToolName(
        name="semgrep",
        spoken=(
            "semgrep ci",
            "returntocorp semgrep",
        ),
        activities=frozenset({Activity.STATIC_ANALYSIS}),
    ),
    executables=("semgrep",),
    modules=("semgrep",),
    packages=(
        ("pip", "semgrep"),
        ("brew", "semgrep"),
    ),
    actions=(
        "returntocorp/semgrep-action",
        "semgrep/semgrep-action",
    ),
    hook_entries=(
        HookEntry("semgrep-ci", ("semgrep", "ci")),
        HookEntry("", ("semgrep",)),
    ),
    hooks=(
        "semgrep",
        "semgrep-ci",
        "semgrep-docker",
    ),
    images=(
        "returntocorp/semgrep",
        "semgrep/semgrep",
        "returntocorp/semgrep-agent",
    ),
    configuration_files=(
        ".semgrep.yml",
        ".semgrep.yaml",
        "semgrep.yml",
        "semgrep.yaml",
        ".semgrepignore",
        ".semgrep/*.yml",
        ".semgrep/*.yaml",
    ),
    read=_read,
)
