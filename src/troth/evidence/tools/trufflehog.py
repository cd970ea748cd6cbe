"""TruffleHog: secrets in files and history."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, has, softening, words
from troth.evidence.tools.record import Call, HookEntry, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    arguments = words(call, "extra_args")
    old = bool(call.argv) and call.argv[0] == "trufflehog3"
    strict = old or not call.argv or has(arguments, "--fail")  # the action always passes --fail
    return Reading(
        runs=not asks_help(arguments) and "--update" not in arguments,
        exits=Exits.FINDINGS_FAIL if strict else Exits.FINDINGS_PASS,
        softeners=softening(arguments, ("-z", "--zero")) if old else (),
    )


RECORD = ToolRecord(
    name=ToolName(
        name="trufflehog",
        spoken=(
            "truffle hog",
            "trufflehog3",
        ),
        activities=frozenset({Activity.SECRET_SCANNING}),
    ),
    executables=(
        "trufflehog",
        "trufflehog3",
    ),
    go_packages=("github.com/trufflesecurity/trufflehog/v3",),
    packages=(
        ("pip", "trufflehog3"),
        ("pip", "trufflehog"),
        ("brew", "trufflehog"),
    ),
    actions=(
        "trufflesecurity/trufflehog",
        "edplato/trufflehog-actions-scan",
    ),
    hook_entries=(HookEntry("", ("trufflehog", "git", "file://.", "--fail")),),
    hooks=("trufflehog",),
    images=(
        "trufflesecurity/trufflehog",
        "ghcr.io/trufflesecurity/trufflehog",
    ),
    read=_read,
)
