"""cargo-deny: advisories, licences, bans and sources of Rust dependencies."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, given, inside, loaded, operands, present, value, values, words
from troth.evidence.tools.record import Call, HookEntry, Reading, ToolRecord
from troth.evidence.tools.runs import cargo_deny as runs
from troth.terms.activity import Activity
from troth.terms.tool_name import ToolName

FILES = ("deny.toml", ".deny.toml", ".cargo/deny.toml")
CHECKS = {
    "advisories": Activity.DEPENDENCY_SCANNING,
    "licenses": Activity.LICENCE_CHECK,
    "license": Activity.LICENCE_CHECK,
}
VALUED = (
    "--manifest-path",
    "--config",
    "-c",
    "--features",
    "--exclude",
    "--target",
    "-t",
    "--log-level",
    "-L",
    "--color",
    "--format",
    "-f",
    "-W",
    "--warn",
    "-A",
    "--allow",
    "-D",
    "--deny",
    "--feature-depth",
    "--metadata-path",
)
"""Options of cargo-deny 0.20 that take a value."""


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call) if call.argv else _of_action(call)
    named = operands(arguments, *VALUED)
    manifest = value(arguments, "--manifest-path") or ""
    folder = inside(directory, manifest).rpartition("/")[0] if manifest else directory
    which = [name for name in named[1:] if name != "all"]
    return Reading(
        runs=named[:1] == ("check",) and not asks_help(arguments),
        softeners=tuple(f"--allow {code}" for code in values(arguments, "-A", "--allow")),
        configuration=loaded(arguments, ("--config",), repository, directory)
        or present(repository, folder, FILES, climb=True),
        activities=frozenset(CHECKS[name] for name in which if name in CHECKS) if which else None,
    )


def _of_action(call: Call) -> tuple[str, ...]:
    """The words that EmbarkStudios/cargo-deny-action passes on."""
    manifest = given(call, "manifest-path")
    before = ("--manifest-path", manifest) if manifest else ()
    command = (given(call, "command") or "check").split()
    return (*before, *words(call, "arguments"), *command, *words(call, "command-arguments"))


RECORD = ToolRecord(
    name=ToolName(
        name="cargo-deny",
        spoken=("cargo deny",),
        activities=frozenset({Activity.DEPENDENCY_SCANNING, Activity.LICENCE_CHECK}),
    ),
    executables=("cargo-deny",),
    subcommands=("cargo deny",),
    packages=(
        ("cargo", "cargo-deny"),
        ("brew", "cargo-deny"),
    ),
    actions=("embarkstudios/cargo-deny-action",),
    hook_entries=(HookEntry("", ("cargo deny",), ("check",)),),
    hooks=("cargo-deny",),
    images=("embarkstudios/cargo-deny",),
    configuration_files=(
        "deny.toml",
        ".deny.toml",
        ".cargo/deny.toml",
        "deny.exceptions.toml",
    ),
    read=_read,
    runner=runs.RUNNER,
)
