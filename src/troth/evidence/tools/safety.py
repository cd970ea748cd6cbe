"""Safety: known vulnerabilities in Python dependencies, by a commercial database."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, loaded, operands, softening, values, words
from troth.evidence.tools.record import Call, HookEntry, Reading, ToolRecord
from troth.evidence.tools.runs import safety as runs
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

RETIRED = "`safety check` is unsupported since June 2024; its successor `safety scan` needs a login, pip-audit does not"


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call, "args")
    first = "".join(operands(arguments, "--key", "--stage", "--proxy-host")[:1]) or ("" if call.argv else "scan")
    return Reading(
        runs=first in ("check", "scan") and not asks_help(arguments),
        softeners=softening(arguments, ("--continue-on-error", "--exit-zero")),
        configuration=loaded(
            arguments, ("--policy-file",), repository, directory, (".safety-policy.yml", ".safety-policy.yaml")
        ),
        output=values(arguments, "--output", "--save-json"),
        unsupported=RETIRED if first == "check" else "",
    )


RECORD = ToolRecord(
    name=ToolName(
        name="safety",
        spoken=(
            "safety cli",
            "pyup safety",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
        ambiguous=True,
    ),
    executables=("safety",),
    modules=("safety",),
    packages=(("pip", "safety"),),
    actions=(
        "pyupio/safety-action",
        "pyupio/safety",
    ),
    hook_entries=(HookEntry("", ("safety", "check")),),
    hooks=(
        "python-safety-dependencies-check",
        "safety",
    ),
    images=("pyupio/safety",),
    configuration_files=(
        ".safety-policy.yml",
        ".safety-policy.yaml",
    ),
    read=_read,
    runner=runs.RUNNER,
)
