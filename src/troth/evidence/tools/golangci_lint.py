"""golangci-lint: runs many linters of Go, gosec among them when enabled."""

from __future__ import annotations

from typing import Any

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import (
    asks_help,
    has,
    loaded,
    only_comments,
    operands,
    present,
    softening,
    values,
    words,
    yaml_of,
)
from troth.evidence.tools.record import Call, HookEntry, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

FILES = (".golangci.yml", ".golangci.yaml", ".golangci.toml", ".golangci.json")
INSIDE = {"gosec": "gosec", "staticcheck": "staticcheck", "govet": "go vet", "gosimple": "staticcheck"}
BY_DEFAULT = frozenset({"staticcheck", "govet"})
"""Linters of ours that golangci-lint runs unless told otherwise (golangci-lint documentation, "Enabled by default")."""


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call, "args")
    files = loaded(arguments, ("-c", "--config"), repository, directory) or present(
        repository, directory, FILES, climb=True
    )
    if has(arguments, "--no-config"):
        files = ()
    first = operands(arguments, "-c", "--config")[:1]
    linters = _enabled(arguments, yaml_of(repository, files[0]) if files and not files[0].endswith(".toml") else None)
    named = {INSIDE[name] for name in linters if name in INSIDE}
    if files and files[0].endswith(".toml") and "gosec" in (repository.text(files[0]) or ""):
        named.add("gosec")
    return Reading(
        runs=not asks_help(arguments) and (not call.argv or first == ("run",)),
        exits=Exits.FINDINGS_PASS if only_comments(call) else Exits.FINDINGS_FAIL,
        softeners=softening(arguments, (("--issues-exit-code", "0"),)),
        configuration=files,
        plugins=tuple(sorted(named)),
    )


def _enabled(arguments: tuple[str, ...], document: Any) -> frozenset[str]:
    told = {name.strip() for word in values(arguments, "-E", "--enable") for name in word.split(",")}
    off = {name.strip() for word in values(arguments, "-D", "--disable") for name in word.split(",")}
    section = document.get("linters") if isinstance(document, dict) else None
    section = section if isinstance(section, dict) else {}
    told |= set(_names(section.get("enable")))
    off |= set(_names(section.get("disable")))
    everything = has(arguments, "--enable-all") or section.get("enable-all") is True or section.get("default") == "all"
    nothing = has(arguments, "--disable-all") or section.get("disable-all") is True or section.get("default") == "none"
    start = frozenset(INSIDE) if everything else frozenset() if nothing else BY_DEFAULT
    return frozenset((start | told) - off)


def _names(entry: Any) -> tuple[str, ...]:
    return tuple(name for name in entry if isinstance(name, str)) if isinstance(entry, list) else ()


RECORD = ToolRecord(
    name=ToolName(
        name="golangci-lint",
        spoken=(
            "golangci",
            "golangci lint",
        ),
        activities=frozenset({Activity.LINTING, Activity.STATIC_ANALYSIS}),
    ),
    executables=("golangci-lint",),
    go_packages=(
        "github.com/golangci/golangci-lint/cmd/golangci-lint",
        "github.com/golangci/golangci-lint/v2/cmd/golangci-lint",
    ),
    packages=(("brew", "golangci-lint"),),
    actions=(
        "golangci/golangci-lint-action",
        "reviewdog/action-golangci-lint",
    ),
    hook_entries=(HookEntry("", ("golangci-lint", "run")),),
    hooks=(
        "golangci-lint",
        "golangci-lint-full",
        "golangci-lint-mod",
        "golangci-lint-repo-mod",
    ),
    images=("golangci/golangci-lint",),
    configuration_files=(
        ".golangci.yml",
        ".golangci.yaml",
        ".golangci.toml",
        ".golangci.json",
    ),
    read=_read,
)
