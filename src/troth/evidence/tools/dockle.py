"""Dockle: linter of container images."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, given, value, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:  # noqa: ARG001 -- no configuration file
    arguments = words(call)
    code = value(arguments, "--exit-code") or given(call, "exit-code")
    level = (
        value(arguments, "--exit-level", "-l") or given(call, "exit-level") or given(call, "failure-threshold")
    ).lower()
    fails = code not in ("", "0") or bool(given(call, "failure-threshold"))
    strict = level in ("info", "")
    return Reading(
        runs=not asks_help(arguments),
        exits=Exits.FINDINGS_PASS if not fails else Exits.FINDINGS_FAIL if strict else Exits.THRESHOLD,
        threshold="" if not fails or strict else level,
    )


RECORD = ToolRecord(
    name=ToolName(name="dockle", activities=frozenset({Activity.CONTAINER_SCANNING})),
    executables=("dockle",),
    packages=(("brew", "dockle"),),
    actions=(
        "erzz/dockle-action",
        "goodwithtech/dockle-action",
        "hands-lab/dockle-action",
    ),
    images=("goodwithtech/dockle",),
    read=_read,
)
