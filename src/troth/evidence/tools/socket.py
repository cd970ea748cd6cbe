"""Socket: suspicious and vulnerable packages."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, has, present, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call)
    strict = arguments[:1] == ("ci",) or has(arguments, "--strict")
    return Reading(
        runs=not asks_help(arguments) and arguments[:1] not in (("login",), ("logout",), ("config",), ("fix",)),
        exits=Exits.FINDINGS_FAIL if strict else Exits.UPLOADS,
        configuration=present(repository, directory, ("socket.yml", "socket.yaml")),
    )


RECORD = ToolRecord(
    name=ToolName(
        name="socket",
        spoken=(
            "socket.dev",
            "socket security",
        ),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
        ambiguous=True,
        proper=True,
    ),
    executables=(
        "socket",
        "socketcli",
        "socket-npm",
    ),
    packages=(
        ("npm", "socket"),
        ("npm", "@socketsecurity/cli"),
        ("pip", "socketsecurity"),
    ),
    actions=("socketdev/action",),
    configuration_files=(
        "socket.yml",
        "socket.yaml",
    ),
    hosted="the Socket app watches pull requests without a workflow",
    read=_read,
)
