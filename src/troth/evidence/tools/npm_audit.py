"""npm audit: known vulnerabilities in npm dependencies."""

from __future__ import annotations

from troth.evidence.repository import Repository
from troth.evidence.tools.flags import asks_help, given, loaded, present, surroundings, value, words
from troth.evidence.tools.record import Call, Reading, ToolRecord
from troth.terms.activity import Activity
from troth.terms.seen.automation import Exits
from troth.terms.tool_name import ToolName

LEVELS = ("critical", "high", "moderate")


def _read(call: Call, repository: Repository, directory: str) -> Reading:
    arguments = words(call)
    if call.argv[:1] in (("audit-ci",), ("better-npm-audit",)):
        return _of_audit_ci(arguments, repository, directory)
    level = (
        value(arguments, "--audit-level") or given(call, "audit_level") or surroundings(call, "npm_config_audit_level")
    )
    level = level or _written(repository, directory)
    exits = Exits.THRESHOLD if level in LEVELS else Exits.FINDINGS_PASS if level == "none" else Exits.FINDINGS_FAIL
    return Reading(
        runs=not asks_help(arguments),
        exits=exits,
        threshold=level if exits is Exits.THRESHOLD else "",
    )


def _written(repository: Repository, directory: str) -> str:
    for path in present(repository, directory, (".npmrc",)):
        for line in repository.lines(path):
            name, _, level = line.partition("=")
            if name.strip() == "audit-level":
                return level.strip().lower()
    return ""


def _of_audit_ci(arguments: tuple[str, ...], repository: Repository, directory: str) -> Reading:
    short = {"-l": "low", "-m": "moderate", "-h": "high", "-c": "critical"}
    told = [word.lstrip("-") for word in arguments if word.lstrip("-") in (*LEVELS, "low")]
    told += [short[word] for word in arguments if word in short]
    level = told[0] if told else value(arguments, "--level") or ""
    exits = Exits.THRESHOLD if level in LEVELS else Exits.FINDINGS_FAIL
    return Reading(
        exits=exits,
        threshold=level if exits is Exits.THRESHOLD else "",
        configuration=loaded(arguments, ("--config",), repository, directory),
    )


RECORD = ToolRecord(
    name=ToolName(
        name="npm audit",
        spoken=("npm-audit", "npm dependency audit", "npm dependency audits"),
        activities=frozenset({Activity.DEPENDENCY_SCANNING}),
    ),
    executables=(
        "audit-ci",
        "better-npm-audit",
        "npm-audit-resolver",
    ),
    subcommands=("npm audit",),
    packages=(
        ("npm", "audit-ci"),
        ("npm", "better-npm-audit"),
    ),
    actions=("oke-py/npm-audit-action",),
    configuration_files=(
        "audit-ci.json",
        "audit-ci.jsonc",
        ".nsprc",
    ),
    read=_read,
)
