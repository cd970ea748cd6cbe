"""detect-secrets: secrets in files, held against a baseline."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, loaded, operands, words
from troth.evidence.tools.record import Call, HookEntry, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call, "args", "detect_secrets_flags")
    hook = not call.argv or call.argv[0] == "detect-secrets-hook"
    first = "".join(operands(arguments, "--baseline")[:1])
    return Reading(
        runs=not asks_help(arguments) and (hook or first == "scan"),
        exits=Exits.FINDINGS_FAIL if hook else Exits.FINDINGS_PASS,  # `scan` writes a report and exits 0
        configuration=loaded(arguments, ("--baseline",), repository, directory),
    )


RECORD = ToolRecord(
    name=ToolName(
        name="detect-secrets",
        spoken=(
            "detect secrets",
            "yelp detect-secrets",
        ),
        activities=frozenset({Activity.SECRET_SCANNING}),
    ),
    executables=(
        "detect-secrets",
        "detect-secrets-hook",
    ),
    modules=("detect_secrets",),
    packages=(
        ("pip", "detect-secrets"),
        ("brew", "detect-secrets"),
    ),
    actions=(
        "reviewdog/action-detect-secrets",
        "secret-scanner/action",
    ),
    hook_entries=(HookEntry("", ("detect-secrets-hook",)),),
    hooks=("detect-secrets",),
    configuration_files=(".secrets.baseline",),
    read=_read,
)
